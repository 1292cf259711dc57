package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.store.github.layout.FormatFile.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatFileTest {

  @Test
  void isReadBack() {
    List<RepositoryFile> files = FormatFile.files("0b7e-11");
    assertThat(files)
        .extracting(RepositoryFile::path)
        .containsExactly(".headwater/format.json", ".headwater/README.md");
    byte[] content = files.get(0).content();
    assertThat(content).asString(UTF_8).isEqualTo("{\"format\":1,\"incarnation\":\"0b7e-11\"}\n");
    assertThat(FormatFile.parse(content)).isEqualTo(new Format.Known("0b7e-11"));
    assertThatIllegalArgumentException().isThrownBy(() -> FormatFile.files("a:b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"incarnation\":\"x\"}",
        "{\"format\":2,\"incarnation\":\"x\"}",
        "{\"format\":\"1\",\"incarnation\":\"x\"}",
        "{\"format\":1}",
        "{\"format\":1,\"incarnation\":\"\"}",
        "{\"format\":1,\"incarnation\":\"a:b\"}",
      })
  void anythingElseIsUnknown(String content) {
    assertThat(FormatFile.parse(content.getBytes(UTF_8))).isInstanceOf(Format.Unknown.class);
  }
}
