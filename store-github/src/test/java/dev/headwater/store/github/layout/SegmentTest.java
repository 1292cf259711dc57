package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.ContentHash;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.github.layout.IndexedEntry.NoValue;
import dev.headwater.store.github.layout.IndexedEntry.State;
import dev.headwater.store.github.layout.SegmentName.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {

  private static final String BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
  private static final String OTHER = "0123456789012345678901234567890123456789";
  private static final Stamp STAMP = Stamp.of(1_795_280_400_123L, 5, 17);
  private static final SegmentName NAME = SegmentName.of(3);

  @Test
  void aLineIsWhatTheLayoutSays() {
    ContentHash hash = ContentHash.of(new byte[32]);
    Key key = Key.of("a/b.txt");
    State value = new StoredValue("utf-8", 99, List.of(BLOB), 12, "a/b.txt", hash);
    assertThat(SegmentLine.format(new IndexedEntry(key, STAMP, value, "Ada <ada@x.org>", 3)))
        .isEqualTo(
            """
            {"k":"a/b.txt","q":3,"h":"2026-11-21T17:00:00.123Z+5@17",\
            "b":"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391","n":12,"e":"utf-8","x":99,\
            "s":"%s","a":"Ada <ada@x.org>"}"""
                .formatted("00".repeat(32)));
    State parts =
        new StoredValue(
            "bytes",
            EncodedValue.NEVER,
            List.of(BLOB, OTHER),
            StoredValue.UNKNOWN_SIZE,
            RepositoryPaths.alternate(key),
            null);
    assertThat(SegmentLine.format(new IndexedEntry(key, STAMP, parts, null, 3)))
        .isEqualTo(
            """
            {"k":"a/b.txt","q":3,"h":"2026-11-21T17:00:00.123Z+5@17",\
            "parts":["%s","%s"],"e":"bytes","p":"%s"}"""
                .formatted(BLOB, OTHER, RepositoryPaths.alternate(key)));
    assertThat(SegmentLine.format(new IndexedEntry(key, STAMP, NoValue.DELETED, null, 3)))
        .isEqualTo(
            """
            {"k":"a/b.txt","q":3,"h":"2026-11-21T17:00:00.123Z+5@17","d":true}""");
    assertThat(SegmentLine.format(new IndexedEntry(key, STAMP, NoValue.PURGED, null, 3)))
        .endsWith("\"gone\":true}");
  }

  @Test
  void whateverIsWrittenIsReadBack() {
    SplittableRandom random = new SplittableRandom(3);
    List<IndexedEntry> entries = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      entries.add(entry(random));
    }
    entries.addAll(List.copyOf(entries));
    entries.addAll(List.copyOf(entries));
    List<RepositoryFile> files = Segment.files(new Range(2, 1, 400), entries, List.of());
    List<IndexedEntry> read = new ArrayList<>();
    for (RepositoryFile file : files) {
      assertThat(file.content().length).isLessThanOrEqualTo(Segment.MAX_FILE_BYTES);
      Segment segment = Segment.parse(SegmentName.parse(file.path()), file.content());
      assertThat(segment.held()).isEmpty();
      read.addAll(segment.entries());
    }
    assertThat(files).hasSizeGreaterThan(1);
    assertThat(read).isEqualTo(entries);
  }

  @Test
  void anEmptySegmentIsAFile() {
    List<RepositoryFile> files = Segment.files(Range.of(1), List.of(), List.of());
    assertThat(files).hasSize(1);
    assertThat(files.get(0).path()).isEqualTo(SegmentName.of(1).path());
    assertThat(Segment.parse(SegmentName.of(1), files.get(0).content()).entries()).isEmpty();
  }

  @Test
  void otherProgramsAndLaterVersionsMayAddFieldsAndLineEnds() {
    Segment segment =
        parse(
            "\r\n{ \"d\": true, \"new\": {\"x\": [1]}, \"q\":3,"
                + "\"h\":\"2026-11-21T17:00:00Z+0@1\", \"k\":\"a\"}\r\n\n");
    assertThat(segment.held()).isEmpty();
    assertThat(segment.entries())
        .containsExactly(
            new IndexedEntry(
                Key.of("a"), Stamp.of(1_795_280_400_000L, 0, 1), NoValue.DELETED, null, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<<<<<<< HEAD",
        "{",
        "null",
        "[]",
        "17",
        "{}",
        "{\"k\":\"\",\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true}",
        "{\"k\":7,\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true}",
        "{\"k\":\"\\ud800\",\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true}",
        "{\"k\":\"x\",\"k\":\"y\",\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true}",
        "{\"k\":\"x\",\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true} {}",
      })
  void linesWithoutAKeyAreHeld(String line) {
    checkHeld(line, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"d\":true",
        "\"q\":3,\"d\":true",
        "\"q\":0,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true",
        "\"q\":4,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true",
        "\"q\":3.5,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true",
        "\"q\":\"3\",\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true",
        "\"q\":99999999999999999999,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+65536@1\",\"d\":true",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@0\",\"d\":true",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0\",\"d\":true",
        "\"q\":3,\"h\":\"+0@1\",\"d\":true",
        "\"q\":3,\"h\":\"soon+0@1\",\"d\":true",
        "\"q\":3,\"h\":\"9999-11-21T17:00:00Z+0@1\",\"d\":true",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\"",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":false",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":1",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true,\"gone\":true",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true,\"a\":5",
        "VALUE",
        "VALUE,\"e\":\"\"",
        "VALUE,\"e\":\"ü\"",
        "VALUE,\"e\":\"json\",\"x\":-1",
        "VALUE,\"e\":\"json\",\"n\":-1",
        "VALUE,\"e\":\"json\",\"s\":\"00\"",
        "VALUE,\"e\":\"json\",\"s\":\"zz\"",
        "VALUE,\"e\":\"json\",\"p\":\".github/workflows/ci.yml\"",
        "VALUE,\"e\":\"json\",\"p\":\"../x\"",
        "VALUE,\"e\":\"json\",\"p\":\"y\"",
        "VALUE,\"e\":\"json\",\"parts\":[]",
        "VALUE,\"e\":\"json\",\"d\":true",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"e\":\"json\",\"b\":\"main\"",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"e\":\"json\",\"parts\":\"no\"",
        "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"e\":\"json\",\"parts\":[1,2]",
      })
  void otherLinesAreHeldForTheirKey(String fields) {
    String value = "\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"b\":\"" + BLOB + "\"";
    String rest = fields.isEmpty() ? "" : "," + fields.replace("VALUE", value);
    checkHeld("{\"k\":\"x\"" + rest + "}", Key.of("x"));
  }

  @Test
  void bytesThatAreNoTextHoldTheirLineOnly() {
    byte[] content =
        "{\"k\":\"x\",\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true}\nû\n"
            .getBytes(ISO_8859_1);
    Segment segment = Segment.parse(NAME, content);
    assertThat(segment.entries()).hasSize(1);
    assertThat(segment.held()).extracting(HeldLine::number).containsExactly(2);
  }

  @Test
  void heldLinesAreKeptAsTheyAre() {
    HeldLine held = parse("{\"k\":\"x\"}").held().get(0);
    List<RepositoryFile> files = Segment.files(Range.of(3), List.of(), List.of(held));
    assertThat(new String(files.get(0).content(), UTF_8)).isEqualTo("{\"k\":\"x\"}\n");
    assertThat(held.message()).contains("line 1 of " + NAME.path()).contains("'h' is missing");
  }

  private static void checkHeld(String line, Key key) {
    String sound = "{\"k\":\"a\",\"q\":3,\"h\":\"2026-11-21T17:00:00Z+0@1\",\"d\":true}";
    Segment segment = parse(sound + "\n" + line + "\n" + sound + "\n");
    assertThat(segment.entries()).hasSize(2);
    assertThat(segment.held()).hasSize(1);
    HeldLine held = segment.held().get(0);
    assertThat(held.segment()).isEqualTo(NAME);
    assertThat(held.number()).isEqualTo(2);
    assertThat(held.key()).isEqualTo(key);
    assertThat(held.sequence()).isEqualTo(3);
    assertThat(held.text()).isEqualTo(line);
    assertThat(held.reason()).isNotBlank();
  }

  private static Segment parse(String text) {
    return Segment.parse(NAME, text.getBytes(UTF_8));
  }

  private static IndexedEntry entry(SplittableRandom random) {
    Key key = AwkwardText.key(random, 8);
    Stamp stamp =
        new Stamp(
            random.nextLong(Stamp.of((1L << 47) - 1, 0, 1).hlc()), 1 + random.nextLong(1L << 62));
    String author = random.nextInt(4) == 0 ? AwkwardText.key(random, 4).text() : null;
    return new IndexedEntry(key, stamp, state(random, key), author, 1 + random.nextInt(400));
  }

  private static State state(SplittableRandom random, Key key) {
    String path =
        switch (random.nextInt(4)) {
          case 0 -> RepositoryPaths.alternate(key);
          case 1 -> RepositoryPaths.hashed(key);
          default -> RepositoryPaths.natural(key);
        };
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return switch (random.nextInt(5)) {
      case 0 -> NoValue.DELETED;
      case 1 -> NoValue.PURGED;
      case 2 ->
          new StoredValue(
              "x!~", random.nextLong(Long.MAX_VALUE), List.of(BLOB, OTHER), 5, path, null);
      default ->
          new StoredValue(
              "json",
              EncodedValue.NEVER,
              List.of(BLOB),
              random.nextInt(1000),
              path,
              ContentHash.of(hash));
    };
  }
}
