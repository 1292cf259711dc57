package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the process, with a shell script in the place of CockroachDB. */
class LocalCockroachTest {
  private static final String STAND_IN =
      """
      #!/bin/sh
      for argument; do
        case $argument in
          --listening-url-file=*) echo up > "${argument#*=}" ;;
        esac
      done
      exec sleep 300
      """;

  @TempDir Path directory;

  @Test
  void portStaysOverRestart() throws IOException {
    try (LocalCockroach cockroach = LocalCockroach.start(program(STAND_IN))) {
      SqlAddress address = cockroach.address();
      assertThat(address.uri()).startsWith("cockroach://root@127.0.0.1:");
      assertThat(address.uri()).endsWith("/defaultdb?sslmode=disable");
      cockroach.kill();
      cockroach.restart();
      assertThat(cockroach.address()).isEqualTo(address);
    }
  }

  @Test
  void failureToStartShowsTheLog() throws IOException {
    Path program = program("#!/bin/sh\necho no such store\nexit 1\n");
    assertThatThrownBy(() -> LocalCockroach.start(program))
        .isInstanceOf(ServerFailedException.class)
        .hasMessageContaining("no such store");
  }

  private Path program(String script) throws IOException {
    Path program = Files.writeString(directory.resolve("cockroach"), script);
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
