package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** get, put and rm. */
class ValuesTest {

  private final Cli cli = new Cli();
  @TempDir Path directory;

  @Test
  void aTextComesBack() {
    cli.run("put", "test:values-text", "greeting", "héllo wörld").ended(ExitCode.OK);

    Cli.Result got = cli.run("get", "test:values-text", "greeting").ended(ExitCode.OK);

    assertThat(got.out()).isEqualTo("héllo wörld");
    assertThat(got.err()).isEmpty();
  }

  @Test
  void everyByteComesBackFromStandardInput() {
    byte[] bytes = bytes(100_000);

    cli.input(bytes).run("put", "test:values-stdin", "blob", "-").ended(ExitCode.OK);

    assertThat(cli.run("get", "test:values-stdin", "blob").bytes()).isEqualTo(bytes);
  }

  @Test
  void everyByteComesBackFromAFile() throws IOException {
    byte[] bytes = bytes(4_096);
    Path file = Files.write(directory.resolve("blob"), bytes);

    cli.run("put", "test:values-file", "blob", "--file", file.toString()).ended(ExitCode.OK);

    assertThat(cli.run("get", "test:values-file", "blob").bytes()).isEqualTo(bytes);
  }

  @Test
  void anEmptyValueIsAValue() {
    cli.run("put", "test:values-empty", "k", "").ended(ExitCode.OK);

    assertThat(cli.run("get", "test:values-empty", "k").ended(ExitCode.OK).bytes()).isEmpty();
  }

  @Test
  void putTellsTheStampAndSizeThatLsTells() {
    String told = cli.run("put", "test:values-told", "k", "hello").out();

    assertThat(cli.run("ls", "-l", "test:values-told").out()).isEqualTo(told).contains(" 5  k");
  }

  @Test
  void jsonHasTextAsText() {
    cli.run("put", "test:values-json", "k", "a \"b\"\n");

    Cli.Result got = cli.run("get", "test:values-json", "k", "--json").ended(ExitCode.OK);

    JsonNode entry = got.json().get(0);
    assertThat(entry.get("type").asText()).isEqualTo("entry");
    assertThat(entry.get("key").asText()).isEqualTo("k");
    assertThat(entry.get("value").asText()).isEqualTo("a \"b\"\n");
    assertThat(entry.get("encoding").asText()).isEqualTo("utf-8");
    assertThat(entry.get("size").asInt()).isEqualTo(6);
    assertThat(entry.get("stamp").asText()).startsWith("2026-01-01T00:00:00Z+0@");
    assertThat(entry.has("expiresAt")).isFalse();
    assertThat(got.summary().get("found").asInt()).isEqualTo(1);
  }

  @Test
  void jsonHasOtherBytesInBase64() {
    byte[] bytes = {(byte) 0xff, 0, 1};
    cli.input(bytes).run("put", "test:values-base64", "k", "-");

    JsonNode entry = cli.run("--json", "get", "test:values-base64", "k").json().get(0);

    assertThat(entry.has("value")).isFalse();
    assertThat(Base64.getDecoder().decode(entry.get("valueBase64").asText())).isEqualTo(bytes);
    assertThat(entry.get("encoding").asText()).isEqualTo("bytes");
  }

  @Test
  void aLifetimeEnds() {
    Cli.Result put = cli.run("put", "test:values-ttl", "k", "v", "--ttl", "30s", "--json");
    assertThat(put.ended(ExitCode.OK).json().get(0).get("ttlMillis").asLong()).isEqualTo(30_000);
    JsonNode entry = cli.run("get", "test:values-ttl", "k", "--json").json().get(0);
    assertThat(entry.get("expiresAt").asText()).isEqualTo("2026-01-01T00:00:30Z");

    cli.clock.advance(Duration.ofSeconds(30));

    cli.run("get", "test:values-ttl", "k")
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'k' has no value");
  }

  @Test
  void theEncodingIsTheUsersWish() {
    cli.run("put", "test:values-encoding", "k", "{}", "--encoding", "json");

    assertThat(value("values-encoding").encoding()).isEqualTo("json");
  }

  @Test
  void aWriteWinsThoughTheClockWasSetBack() {
    cli.run("put", "test:values-clock", "k", "before").ended(ExitCode.OK);
    cli.clock.advance(Duration.ofSeconds(-50));

    cli.run("put", "test:values-clock", "k", "after").ended(ExitCode.OK);

    assertThat(cli.run("get", "test:values-clock", "k").out()).isEqualTo("after");
  }

  @Test
  void aWriteIsRefusedOverAStampOfAnotherHour() {
    cli.run("put", "test:values-hour", "k", "before").ended(ExitCode.OK);
    cli.clock.advance(Duration.ofHours(-1));

    cli.run("put", "test:values-hour", "k", "after")
        .ended(ExitCode.REFUSED)
        .withOneLine("test:values-hour", "'k'", "clocks");

    assertThat(cli.run("get", "test:values-hour", "k").out()).isEqualTo("before");
  }

  @Test
  void aStampOfTomorrowIsNotOverwrittenSilently() {
    Stamp tomorrow =
        Stamp.of(ManualClock.START.plus(Duration.ofDays(1)).toEpochMilli(), 0, Entries.ORIGIN);
    TestStores.hold("values-tomorrow", Entries.value(Key.of("k"), tomorrow, "from afar"));

    cli.run("put", "test:values-tomorrow", "k", "v").ended(ExitCode.REFUSED).withOneLine("future");
    cli.run("rm", "test:values-tomorrow", "k").ended(ExitCode.REFUSED).withOneLine("future");

    assertThat(cli.run("get", "test:values-tomorrow", "k").out()).isEqualTo("from afar");
  }

  @Test
  void rmRecordsADeletion() {
    cli.run("put", "test:values-rm", "a", "1");
    cli.run("put", "test:values-rm", "b", "2");

    cli.run("rm", "test:values-rm", "a", "b").ended(ExitCode.OK);

    assertThat(TestStores.held("values-rm")).hasSize(2).allMatch(Entry::isTombstone);
    cli.run("get", "test:values-rm", "a").ended(ExitCode.DIFFERENT);
  }

  @Test
  void rmLeavesAloneWhatHasNoValue() {
    cli.run("put", "test:values-rm-none", "b", "2");

    Cli.Result result = cli.run("rm", "test:values-rm-none", "a", "b").ended(ExitCode.DIFFERENT);

    result.withOneLine("'a' has no value");
    assertThat(TestStores.held("values-rm-none"))
        .extracting(Entry::key)
        .containsExactly(Key.of("b"));
    assertThat(TestStores.held("values-rm-none")).allMatch(Entry::isTombstone);
  }

  @Test
  void rmCanBeForced() {
    cli.run("rm", "--force", "test:values-rm-force", "a").ended(ExitCode.OK);

    assertThat(TestStores.held("values-rm-force")).hasSize(1).allMatch(Entry::isTombstone);
  }

  @Test
  void whatIsCorruptIsToldAndKept() {
    TestStores.corrupt("values-corrupt", "bad");
    cli.run("put", "test:values-corrupt", "good", "v").ended(ExitCode.OK);

    cli.run("get", "test:values-corrupt", "bad").ended(ExitCode.DIFFERENT).withOneLine("'bad'");
    cli.run("put", "test:values-corrupt", "bad", "v")
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'bad'");
    cli.run("rm", "test:values-corrupt", "bad", "good")
        .ended(ExitCode.DIFFERENT)
        .withOneLine("'bad'");

    cli.run("get", "test:values-corrupt", "bad").ended(ExitCode.DIFFERENT).withOneLine("no record");
    cli.run("get", "test:values-corrupt", "good").ended(ExitCode.DIFFERENT);
  }

  @Test
  void aValueOverTheLimitIsRefusedBeforeItIsWritten() throws IOException {
    String store = "test:values-limit?max-value-bytes=10";
    Path file = Files.write(directory.resolve("long"), new byte[11]);

    cli.run("put", store, "k", "12345678901")
        .ended(ExitCode.REFUSED)
        .withOneLine("'k'", "10 bytes");
    cli.input(new byte[11]).run("put", store, "k", "-").ended(ExitCode.REFUSED).withOneLine("'k'");
    cli.run("put", store, "k", "--file", file.toString())
        .ended(ExitCode.REFUSED)
        .withOneLine("'k'");

    assertThat(TestStores.held("values-limit")).isEmpty();
    cli.run("put", store, "k", "1234567890").ended(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-key", "--json", "@file", "a b", "ключ", "a\nb", "\ud83d\ude00", "%s", "${x}"})
  void oddKeysGoAfterTwoDashes(String key) {
    cli.run("put", "test:values-odd", "--", key, "value of " + key).ended(ExitCode.OK);

    assertThat(cli.run("get", "test:values-odd", "--", key).ended(ExitCode.OK).out())
        .isEqualTo("value of " + key);
    assertThat(TestStores.held("values-odd")).extracting(Entry::key).contains(Key.of(key));
  }

  @Test
  void dashesAloneAreValuesAfterTwoDashes() {
    cli.run("put", "test:values-dash", "--", "k", "-5").ended(ExitCode.OK);

    assertThat(cli.run("get", "test:values-dash", "k").out()).isEqualTo("-5");
  }

  private EncodedValue value(String store) {
    return (EncodedValue) TestStores.held(store).get(0).content();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    bytes[0] = '\n';
    System.arraycopy("\r\n\u0000".getBytes(StandardCharsets.UTF_8), 0, bytes, 10, 3);
    return bytes;
  }
}
