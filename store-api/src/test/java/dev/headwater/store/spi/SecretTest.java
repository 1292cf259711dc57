package dev.headwater.store.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

  @TempDir Path directory;

  @Test
  void itIsRevealedAndNeverPrinted() {
    Secret secret = Secret.of("hunter2");
    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret).hasToString("***");
    assertThat("%s".formatted(secret)).doesNotContain("hunter2");
  }

  @Test
  void aFileLosesItsLineEnd() throws Exception {
    assertThat(Secret.ofFile(file(" hunter2\r\n")).reveal()).isEqualTo(" hunter2");
  }

  @Test
  void filesThatAreMissingEmptyOrTooLargeAreRefusedByName() throws Exception {
    assertThatThrownBy(() -> Secret.ofFile(directory.resolve("missing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing");
    Path empty = file("\n");
    assertThatThrownBy(() -> Secret.ofFile(empty)).isInstanceOf(IllegalArgumentException.class);
    Path large = file("x".repeat(70_000));
    assertThatThrownBy(() -> Secret.ofFile(large)).hasMessageContaining("too large");
    assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(Files.createTempFile(directory, "secret", ""), text);
  }
}
