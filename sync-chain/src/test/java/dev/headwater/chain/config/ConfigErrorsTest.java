package dev.headwater.chain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in a file is told with its line and what was expected. */
class ConfigErrorsTest {

  private static final String LAYER =
      """

      [[layer]]
      name = "sql"
      store = "test:sql"
      role = "store"
      """;

  private static final Map<String, String> VARIABLES = Map.of("PLACE", "sql", "EMPTY", "");

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // The file as a whole
        wrong("", "1: there is no layer; expected [[layer]] with name, store and role"),
        wrong("name = \"x\"", "1: there is no layer; expected [[layer]]"),
        wrong("layer = []", "1: layer is empty; expected [[layer]] with name, store and role"),
        wrong("layer = 5", "1: layer is 5; expected [[layer]] with name, store and role"),
        wrong("[layer]\nname = \"sql\"", "1: layer is a table; expected [[layer]] with name"),
        wrong("layer = [5]", "1: layer is 5; expected [[layer]]"),
        // What is no TOML
        wrong("name = \n" + LAYER, "1: Unexpected end of line, expected a value"),
        wrong("name = 'a'\nname = 'b'" + LAYER, "2: name previously defined at line 1, column 1"),
        wrong("[outbox\n" + LAYER, "1: Unexpected end of line, expected ]"),
        wrong(LAYER + "deadline = 2s\n", "6: Unexpected 's', expected a newline"),
        // Unknown settings
        wrong(
            "acknowlege = \"all\"" + LAYER,
            "1: unknown setting 'acknowlege'; did you mean 'acknowledge'?"),
        wrong(
            "colour = 1" + LAYER,
            "1: unknown setting 'colour'; expected one of name, acknowledge,"),
        wrong(
            LAYER + "deadlnie = \"2s\"",
            "6: layer 'sql': unknown setting 'deadlnie'; did you mean 'deadline'?"),
        wrong(LAYER + "mode = \"behind\"", "6: layer 'sql': unknown setting 'mode'; "),
        wrong(
            "[outbox]\nmax_entries = 5" + LAYER,
            "2: outbox: unknown setting 'max_entries'; did you mean 'max-entries'?"),
        wrong(
            LAYER + "filter = { includes = [\"a\"] }",
            "6: layer 'sql': filter: unknown setting 'includes'; did you mean 'include'?"),
        // Settings of the chain
        wrong("name = 5" + LAYER, "1: name is 5; expected a name in quotes"),
        wrong("name = \" \"" + LAYER, "1: name is \" \"; expected a name in quotes"),
        wrong(
            "acknowledge = \"everybody\"" + LAYER,
            "1: acknowledge is \"everybody\"; expected \"local\", \"authority\" or \"all\""),
        wrong(
            "remember-absence-for = 1" + LAYER,
            "1: remember-absence-for is 1; expected a duration such as \"250ms\", \"10s\", \"5m\" or \"1h\""),
        wrong(
            "remember-absence-for = \"1 s\"" + LAYER,
            "1: remember-absence-for is \"1 s\"; expected a duration"),
        wrong(
            "remembered-keys = 0" + LAYER,
            "1: remembered-keys is 0; expected a whole number from 1 to 67108864"),
        wrong(
            "remembered-keys = \"many\"" + LAYER,
            "1: remembered-keys is \"many\"; expected a whole number"),
        wrong(
            "remembered-keys = 1.5" + LAYER, "1: remembered-keys is 1.5; expected a whole number"),
        wrong(
            "encodings = \"json\"" + LAYER,
            "1: encodings is \"json\"; expected a list of encodings, such as [\"utf-8\"]"),
        wrong("encodings = []" + LAYER, "1: encodings is empty; expected a list of encodings"),
        wrong(
            "encodings = [\n\"json\",\n\"a b\"]" + LAYER,
            "3: encodings: encoding is not printable ASCII at index 1"),
        // The outbox
        wrong(
            "outbox = \"outbox.db\"" + LAYER,
            "1: outbox is \"outbox.db\"; expected [outbox] and its settings"),
        wrong(
            "[outbox]\nfile = true" + LAYER,
            "2: outbox: file is true; expected a path such as \"outbox.db\", or \"sqlite:PATH\""),
        wrong(
            "[outbox]\nfile = \"etcd://localhost/x\"" + LAYER,
            "2: outbox: file: no outbox can be kept in 'etcd:'; expected a path"),
        wrong(
            "[outbox]\nmax-bytes = \"64MB\"" + LAYER,
            "2: outbox: max-bytes is \"64MB\"; expected a size such as \"512KiB\" or \"64MiB\""),
        wrong(
            "[outbox]\nmax-bytes = 0" + LAYER,
            "2: outbox: max-bytes is 0; expected at least 1 byte"),
        wrong(
            "[outbox]\nmax-entries = -1" + LAYER,
            "2: outbox: max-entries is -1; expected a whole number from 1 to 2147483647"),
        wrong(
            "[outbox]\nflush-on-close = \"soon\"" + LAYER,
            "2: outbox: flush-on-close is \"soon\"; expected a duration"),
        // Layers
        wrong(
            "[[layer]]\nname = \"a\"\nstore = \"test:a\"",
            "1: layer 'a': role is missing; expected \"cache\" or \"store\""),
        wrong(
            "[[layer]]\nname = \"a\"\nrole = \"store\"",
            "1: layer 'a': store is missing; expected a store's URI in quotes, such as \"etcd://localhost:2379/app\""),
        wrong(
            LAYER + "[[layer]]\nrole = \"store\"\nstore = \"test:a\"",
            "6: layer 2: name is missing; expected a name in quotes, such as \"etcd\""),
        wrong(
            LAYER + LAYER,
            "8: layer 2: name is \"sql\", as on line 3; expected another name for each layer"),
        wrong(
            "[[layer]]\nname = \"a\"\nstore = \"test:a\"\nrole = \"database\"",
            "4: layer 'a': role is \"database\"; expected \"cache\" or \"store\""),
        wrong(
            LAYER + "write = \"later\"",
            "6: layer 'sql': write is \"later\"; expected \"through\", \"behind\" or \"read-only\""),
        wrong(
            LAYER + "deadline = \"0ms\"",
            "6: layer 'sql': deadline is \"0ms\"; expected a duration such as \"250ms\", \"10s\", \"5m\" or \"1h\", but not of 0"),
        wrong(
            LAYER + "failures-to-open = 0",
            "6: layer 'sql': failures-to-open is 0; expected a whole number from 1"),
        wrong(
            LAYER + "filter = \"docs/**\"",
            "6: layer 'sql': filter is \"docs/**\"; expected { include = "),
        wrong(
            LAYER + "filter = { include = \"a\" }",
            "6: layer 'sql': filter: include is \"a\"; expected a list of patterns in quotes"),
        wrong(
            LAYER + "filter = { include = [] }",
            "6: layer 'sql': filter: include is empty; expected a list of patterns"),
        wrong(
            LAYER + "[layer.filter]\nexclude = [\"a\",\n\"[b\"]",
            "8: layer 'sql': filter: exclude: pattern '[b' is wrong at character 2: '[' is not closed"),
        wrong(
            LAYER + "[layer.filter]\nexclude = [5]",
            "7: layer 'sql': filter: exclude is 5; expected a list of patterns"),
        // Stores
        wrong(
            store("sql"),
            "3: layer 'a': store: not a store URI: 'sql'; expected something like etcd://"),
        wrong(
            store("etdc://localhost/app"),
            "3: layer 'a': store: unknown store scheme 'etdc'; expected one of chain, test"),
        wrong(
            store("test://me:hunter2@localhost/app"),
            "3: layer 'a': store: a store URI must not hold a password"),
        wrong(
            store("chain:other.toml"),
            "3: layer 'a': store: a layer can't be a chain; expected the layers of that chain here"),
        wrong(
            store("test:${NO_SUCH}"),
            "3: layer 'a': store: the environment variable NO_SUCH is not set; expected a value for ${NO_SUCH}"),
        wrong(
            store("test:${EMPTY}"),
            "3: layer 'a': store: the environment variable EMPTY is not set"),
        wrong(
            store("test:${not a name}"),
            "3: layer 'a': store: '${not a name}' is no variable; expected ${NAME}"),
        wrong(
            store("test:${PLACE"),
            "3: layer 'a': store: '${PLACE' is no variable; expected ${NAME}"));
  }

  private static String store(String uri) {
    return "[[layer]]\nname = \"a\"\nstore = \"%s\"\nrole = \"store\"\n".formatted(uri);
  }

  private static Arguments wrong(String file, String expected) {
    return Arguments.of(file, expected);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithItsLineAndWhatWasExpected(String file, String expected) {
    List<Problem> problems = problems(file);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString())
        .startsWith("app/chain.toml:" + expected)
        .doesNotContain("hunter2", "Exception");
  }

  @Test
  void allMistakesAreToldAtOnceInTheOrderOfTheirLines() {
    String file =
        "acknowledge = 5\n[outbox]\nmax-entries = 0\n" + LAYER + "write = \"x\"\nrule = 1";

    assertThat(problems(file)).extracting(Problem::line).containsExactly(1, 3, 9, 10);
    assertThat(error(file))
        .hasMessage(String.join("\n", problems(file).stream().map(Problem::toString).toList()));
  }

  @Test
  void aLongValueIsNotRepeatedWhole() {
    assertThat(problems("acknowledge = \"%s\"".formatted("x".repeat(500)) + LAYER).get(0).what())
        .hasSizeLessThan(150)
        .contains("x…\"; expected");
  }

  private static List<Problem> problems(String file) {
    return error(file).problems();
  }

  private static ChainFileException error(String file) {
    return catchThrowableOfType(
        ChainFileException.class,
        () -> ChainFile.parse(file, Path.of("app/chain.toml"), VARIABLES));
  }

  @Test
  void aFileThatCanNotBeReadIsToldWithoutALine(@TempDir Path directory) throws Exception {
    Path latin = Files.write(directory.resolve("latin.toml"), new byte[] {'#', (byte) 0xe9});
    Path long_ = Files.write(directory.resolve("long.toml"), new byte[(1 << 20) + 1]);

    assertThat(unreadable(directory.resolve("none.toml")))
        .endsWith("none.toml: there is no such file");
    assertThat(unreadable(directory)).endsWith(": the file can't be read: it is a directory");
    assertThat(unreadable(latin)).endsWith("latin.toml: the file is not UTF-8");
    assertThat(unreadable(long_)).endsWith("long.toml: the file has more than 1048576 bytes");
  }

  private static String unreadable(Path file) {
    return catchThrowableOfType(ChainFileException.class, () -> ChainFile.read(file, VARIABLES))
        .getMessage();
  }
}
