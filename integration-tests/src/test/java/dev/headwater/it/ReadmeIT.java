package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.spi.StoreEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
  void theExampleIsTheOneInTheReadme() throws IOException {
    String source = Files.readString(EXAMPLE);
    String example =
        source
            .substring(
                source.indexOf("// README begins\n") + "// README begins\n".length(),
                source.indexOf("    // README ends"))
            .lines()
            .map(line -> line.startsWith("    ") ? line.substring(4) : line)
            .collect(Collectors.joining("\n", "```java\n", "\n```"));
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(example);
  }
}
