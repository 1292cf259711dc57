package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Test;

class GitHashTest {

  @Test
  void isTheIdThatGitGives() {
    assertThat(GitHash.blob(new byte[0])).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    byte[] content = "what is up, doc?\n".repeat(1000).getBytes(UTF_8);
    try (ObjectInserter git = new ObjectInserter.Formatter()) {
      assertThat(GitHash.blob(content)).isEqualTo(git.idFor(Constants.OBJ_BLOB, content).name());
    }
  }

  @Test
  void knowsAnId() {
    assertThat(GitHash.isId("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")).isTrue();
    assertThat(GitHash.isId("e69de29bb2d1d6434b8b29ae775ad8c2e48c539")).isFalse();
    assertThat(GitHash.isId("E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391")).isFalse();
    assertThat(GitHash.isId("../../../../../../../../../../etc/passwd")).isFalse();
  }
}
