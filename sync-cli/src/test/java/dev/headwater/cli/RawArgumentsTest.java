package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.cli.exit.CommandException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {

  private static byte[] words(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNotAsciiIsReadAgain() {
    String[] args = {"put", "????", "plain", ""};

    assertThat(RawArguments.reread(args, words("java\0-cp\0x\0Main\0put\0ключ\0plain\0\0")))
        .containsExactly("put", "ключ", "plain", "");
  }

  @Test
  void aCommandLineThatIsTooShortIsNotBelieved() {
    assertThat(RawArguments.reread(new String[] {"a", "b"}, words("ключ\0")))
        .containsExactly("a", "b");
  }

  @Test
  void otherBytesAreRefused() {
    byte[] line = {'j', 0, (byte) 0xff, 0};

    assertThatThrownBy(() -> RawArguments.reread(new String[] {"?"}, line))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("argument 1 is not UTF-8");
  }
}
