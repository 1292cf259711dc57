package dev.headwater.store.cockroach;

import java.util.Optional;

/**
 * How connections are secured; the names and values are those of PostgreSQL's {@code sslmode},
 * {@code sslrootcert}, {@code sslcert} and {@code sslkey}.
 *
 * @param mode from {@code disable} to {@code verify-full}
 * @param rootCert the file with the certificates that are trusted
 * @param cert the file with the client's certificate
 * @param key the file with the client's key
 */
public record Tls(
    String mode, Optional<String> rootCert, Optional<String> cert, Optional<String> key) {

  /** No TLS: for servers on this machine. */
  public static final Tls DISABLED = ofMode("disable");

  /** The server's certificate and name are checked. */
  public static final Tls VERIFIED = ofMode("verify-full");

  /** This mode, with the driver's usual files. */
  public static Tls ofMode(String mode) {
    return new Tls(mode, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
