package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's example is this module's code, and it works on real servers. */
class ReadmeIT {

  private static final Path ROOT = Path.of("..");
  private static final Path EXAMPLE = Path.of("src/test/java/dev/headwater/it/ReadmeExample.java");

  @Test
  void theExampleWorks() {
    String name = Servers.freshName();

    ReadmeExample.run(Servers.etcdUri(name), Servers.sqlUri(name), StoreEnvironment.system());

    try (LiveChain chain = new LiveChain(Servers.etcdUri(name), Servers.sqlUri(name))) {
      assertThat(chain.texts.get(Key.of("mail/host"))).isEqualTo("mail.example.org");
      assertThat(chain.texts.get(Key.of("mail/retries"))).isEqualTo("3");
    }
  }

  @Test
  void theOfflineExampleWorks(@TempDir Path directory) {
    String sql = Servers.sqlUri(Servers.freshName());

    ReadmeExample.runOffline(directory, sql, StoreEnvironment.system());

    try (Store below = Stores.open(sql, StoreEnvironment.system())) {
      Entry entry = below.read(Key.of("mail/host"));
      assertThat(entry).isNotNull();
      assertThat(entry.decode(Codecs.utf8())).isEqualTo("mail.example.org");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " offline"})
  void theExamplesAreThoseInTheReadme(String which) throws IOException {
    String source = Files.readString(EXAMPLE);
    String begin = "// README begins" + which + "\n";
    String example =
        source
            .substring(
                source.indexOf(begin) + begin.length(),
                source.indexOf("    // README ends" + which + "\n"))
            .lines()
            .map(line -> line.startsWith("    ") ? line.substring(4) : line)
            .collect(Collectors.joining("\n", "```java\n", "\n```"));
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(example);
  }
}
