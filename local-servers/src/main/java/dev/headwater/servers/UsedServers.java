package dev.headwater.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record of which servers a run took: a log line, and a line in a file where one is named. */
final class UsedServers {
  /** System property that names the file; without it only the log says what was taken. */
  static final String FILE_PROPERTY = "headwater.servers.file";

  private static final Logger log = LoggerFactory.getLogger(UsedServers.class);

  private UsedServers() {}

  static void record(String sort, String description) {
    String line = sort + ": " + description;
    log.info("{}", line);
    String file = System.getProperty(FILE_PROPERTY, "");
    if (!file.isEmpty()) {
      append(Path.of(file), line + System.lineSeparator());
    }
  }

  private static void append(Path file, String line) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
