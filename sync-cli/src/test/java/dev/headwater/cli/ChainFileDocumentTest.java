package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.chain.ChainLayers;
import dev.headwater.chain.Layer;
import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.config.ChainFileException;
import dev.headwater.store.spi.StoreEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/chain-file.md} is true: its example is a chain, with every setting there is. */
class ChainFileDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/chain-file.md");
  private static final Map<String, String> VARIABLES = Map.of("ETCD_HOST", "localhost");
  private static final Pattern KNOWN = Pattern.compile("expected one of ([a-z, -]+)");

  @TempDir Path directory;

  private static String example() throws IOException {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf("```toml\n") + "```toml\n".length();
    return text.substring(begin, text.indexOf("```", begin));
  }

  private ChainFile parsed(String text) {
    return ChainFile.parse(text, directory.resolve("chain.toml"), VARIABLES);
  }

  @Test
  void theExampleIsAChain() throws IOException {
    ChainFile file = parsed(example());
    try (ChainLayers layers =
        ChainLayers.open(file, new StoreEnvironment(InstantSource.system(), VARIABLES))) {
      assertThat(layers.layers())
          .extracting(Layer::name)
          .containsExactly("memory", "etcd", "disk", "sql", "github");
      assertThat(layers.authority().name()).isEqualTo("disk");
      assertThat(layers.layers().get(1).deadline()).contains(Duration.ofSeconds(2));
    }
    assertThat(file.outbox().maxBytes()).contains(64L << 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense = 1\n",
        "[outbox]\nnonsense = 1\n",
        "[[layer]]\nnonsense = 1\n",
        "[[layer]]\nname = \"x\"\nfilter = { nonsense = 1 }\n"
      })
  void everySettingIsInTheExampleAndExplained(String mistake) throws IOException {
    ChainFileException error =
        catchThrowableOfType(ChainFileException.class, () -> parsed(mistake));
    Matcher known = KNOWN.matcher(error.getMessage());
    assertThat(known.find()).isTrue();
    List<String> settings = List.of(known.group(1).strip().split(", "));

    assertThat(settings).hasSizeGreaterThan(1);
    for (String setting : settings) {
      assertThat(example()).containsPattern("(?m)[\\[{ ]*\\b" + setting + "( =|]])|\\[" + setting);
      assertThat(Files.readString(DOCUMENT)).containsPattern(setting + "]*`");
    }
  }
}
