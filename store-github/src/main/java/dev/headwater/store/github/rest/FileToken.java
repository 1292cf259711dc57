package dev.headwater.store.github.rest;

import dev.headwater.store.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token in a file, which others may replace: it is read again when the file has changed, and when
 * the server refuses it. While the file can't be read the token before is used.
 */
final class FileToken implements Credential {

  private static final Logger LOG = LoggerFactory.getLogger(FileToken.class);

  private final Path file;
  private Version version; // guarded by this
  private Secret token; // guarded by this

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it can't be read, or holds no token
   */
  FileToken(Path file) {
    this.file = file;
    this.version = Version.of(file);
    this.token = read(file);
  }

  @Override
  public synchronized Optional<Secret> token(RestCall call) {
    Version now = Version.of(file);
    if (!now.equals(version)) {
      version = now;
      reread();
    }
    return Optional.of(token);
  }

  @Override
  public synchronized boolean mayReplace(Secret refused) {
    reread();
    return !token.reveal().equals(refused.reveal());
  }

  private synchronized void reread() {
    try {
      token = read(file);
    } catch (IllegalArgumentException e) {
      LOG.warn("The token before is used on: {}", e.getMessage());
    }
  }

  private static Secret read(Path file) {
    return Credentials.checked(Secret.ofFile(file), "the file " + file);
  }

  @Override
  public String identity() {
    return "file " + file.toAbsolutePath();
  }

  @Override
  public String origin() {
    return "the file " + file;
  }

  /** Tells whether the file was written since. */
  private record Version(long size, FileTime modified) {
    private static final Version NONE = new Version(-1, FileTime.fromMillis(0));

    static Version of(Path file) {
      try {
        return new Version(Files.size(file), Files.getLastModifiedTime(file));
      } catch (IOException e) {
        return NONE;
      }
    }
  }
}
