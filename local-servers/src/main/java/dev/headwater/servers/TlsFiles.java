package dev.headwater.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A throw-away certificate authority with a server and a client certificate, as PEM files.
 *
 * <p>Keys are EC P-256 in PKCS#8. Both certificates name {@code localhost} and {@code 127.0.0.1}
 * and are valid for 30 days. They are made by the {@code keytool} of the running JDK.
 *
 * @param authority the certificate that signed both others
 */
public record TlsFiles(
    Path authority,
    Path serverCertificate,
    Path serverKey,
    Path clientCertificate,
    Path clientKey) {
  private static final String PASSWORD = "headwater"; // of a store that lives as long as the server
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  static TlsFiles create(Path directory) {
    Path store = directory.resolve("tls.p12");
    keytool(store, "ca", "CN=Headwater test authority", List.of("-ext", "bc:c"));
    keytool(store, "server", "CN=localhost", signed());
    keytool(store, "client", "CN=headwater", signed());
    try {
      KeyStore keys = open(store);
      return new TlsFiles(
          certificate(keys, "ca", directory),
          certificate(keys, "server", directory),
          key(keys, "server", directory),
          certificate(keys, "client", directory),
          key(keys, "client", directory));
    } catch (GeneralSecurityException | IOException e) {
      throw new ServerFailedException("Could not write the certificates to " + directory, e);
    }
  }

  /**
   * What a client needs to reach the server: trusts the authority, shows the client certificate.
   */
  SSLContext clientContext() {
    try {
      KeyStore all = open(clientKey.resolveSibling("tls.p12"));
      KeyStore client = empty();
      char[] password = PASSWORD.toCharArray();
      client.setKeyEntry(
          "client", all.getKey("client", password), password, all.getCertificateChain("client"));
      KeyStore trusted = empty();
      trusted.setCertificateEntry("ca", all.getCertificate("ca"));
      var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(client, password);
      var trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new ServerFailedException("Could not read the client certificate " + clientKey, e);
    }
  }

  private static List<String> signed() {
    return List.of("-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-ext", "eku=sA,cA");
  }

  private static void keytool(Path store, String alias, String name, List<String> more) {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair"));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass:env", "HEADWATER_STORE_PASSWORD"));
    command.addAll(List.of("-alias", alias, "-dname", name, "-validity", "30"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(more);
    Programs.run(DEADLINE, Map.of("HEADWATER_STORE_PASSWORD", PASSWORD), command);
  }

  private static KeyStore open(Path store) throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Path certificate(KeyStore keys, String alias, Path directory)
      throws GeneralSecurityException, IOException {
    byte[] bytes = keys.getCertificate(alias).getEncoded();
    return pem(directory.resolve(alias + ".crt"), "CERTIFICATE", bytes);
  }

  private static Path key(KeyStore keys, String alias, Path directory)
      throws GeneralSecurityException, IOException {
    Key key = keys.getKey(alias, PASSWORD.toCharArray());
    return pem(directory.resolve(alias + ".key"), "PRIVATE KEY", key.getEncoded());
  }

  private static Path pem(Path file, String label, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    String text = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    return Files.writeString(file, text);
  }
}
