package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Entry;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ls. */
class ListingTest {

  private static final long NOW = ManualClock.START.toEpochMilli();

  private final Cli cli = new Cli();

  @Test
  void keysAreListedInTheOrderOfTheirBytes() {
    TestStores.hold(
        "ls-order",
        Stream.of("b", "a", "\ud83d\ude00", "\uffff", "a/b", "B")
            .map(key -> Entries.value(key, 1, "v"))
            .toArray(Entry[]::new));

    assertThat(cli.run("ls", "test:ls-order").ended(ExitCode.OK).lines())
        .containsExactly("B", "a", "a/b", "b", "\uffff", "\ud83d\ude00");
  }

  @Test
  void aPrefixNarrowsIt() {
    TestStores.hold("ls-prefix", Entries.value("a/1", 1, "v"), Entries.value("b/1", 1, "v"));

    assertThat(cli.run("ls", "test:ls-prefix", "a/").lines()).containsExactly("a/1");
  }

  @Test
  void manyPagesAreListedWhole() {
    TestStores.hold("ls-many", Entries.values("k", 2_500, 1).toArray(Entry[]::new));

    assertThat(cli.run("ls", "test:ls-many").lines()).hasSize(2_500).doesNotHaveDuplicates();
  }

  @Test
  void deletedAndExpiredKeysAreListedOnRequest() {
    TestStores.hold(
        "ls-all",
        Entries.value("live", 1, "v"),
        Entries.tombstone("gone", 2),
        Entries.expiring("old", 3, "v", NOW - 1));

    assertThat(cli.run("ls", "test:ls-all").lines()).containsExactly("live");
    assertThat(cli.run("ls", "--all", "test:ls-all").lines())
        .containsExactly("gone", "live", "old");
    assertThat(cli.run("ls", "-la", "test:ls-all").lines())
        .satisfiesExactly(
            line ->
                assertThat(line).endsWith("deleted  gone").startsWith("1970-01-01T00:00:00.002Z"),
            line -> assertThat(line).endsWith("1  live"),
            line -> assertThat(line).endsWith("expired  old"));
  }

  @Test
  void jsonHasAnObjectForEachKeyAndASummary() {
    TestStores.hold("ls-json", Entries.value("a", 1, "text"), Entries.tombstone("b", 2));

    Cli.Result result = cli.run("ls", "--all", "--json", "test:ls-json").ended(ExitCode.OK);

    List<JsonNode> objects = result.json();
    assertThat(objects).hasSize(3);
    assertThat(objects.get(0).get("size").asInt()).isEqualTo(4);
    assertThat(objects.get(0).get("deleted").asBoolean()).isFalse();
    assertThat(objects.get(0).has("value")).isFalse();
    assertThat(objects.get(1).get("deleted").asBoolean()).isTrue();
    assertThat(objects.get(1).has("size")).isFalse();
    assertThat(result.summary().get("listed").asInt()).isEqualTo(2);
    assertThat(result.summary().get("corrupt").asInt()).isZero();
  }

  @Test
  void controlCharactersAreQuotedUnlessNulEndsTheKeys() {
    TestStores.hold(
        "ls-odd", Entries.value("a\nb\u001b'\\", 1, "v"), Entries.value("it's", 1, "v"));

    assertThat(cli.run("ls", "test:ls-odd").lines())
        .containsExactly("$'a\\nb\\x1b\\'\\\\'", "it's");
    assertThat(cli.run("ls", "-0", "test:ls-odd").out()).isEqualTo("a\nb\u001b'\\\0it's\0");
  }

  @Test
  void whatIsCorruptIsToldAndHidesNothing() {
    TestStores.hold("ls-corrupt", Entries.value("a", 1, "v"), Entries.value("c", 1, "v"));
    TestStores.corrupt("ls-corrupt", "b");

    Cli.Result result =
        cli.run("ls", "test:ls-corrupt").ended(ExitCode.DIFFERENT).withOneLine("'b'");

    assertThat(result.lines()).containsExactly("a", "c");
    assertThat(cli.run("ls", "--json", "test:ls-corrupt").summary().get("corrupt").asInt())
        .isEqualTo(1);
  }
}
