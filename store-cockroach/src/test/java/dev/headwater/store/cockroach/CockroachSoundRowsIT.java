package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself knows of whether a row is as a store wrote it. */
class CockroachSoundRowsIT {

  private final SqlTable table = new SqlTable();
  private CockroachStore store;

  @BeforeEach
  void open() {
    store = CockroachStore.open(table.config("timeout=20s"), InstantSource.system());
    store.head();
  }

  @AfterEach
  void close() {
    store.close();
    table.close();
  }

  @Test
  void rowsOfALoadedDumpAreSound() {
    List<Entry> entries =
        List.of(
            value("value", 1, "x"),
            tombstone("tombstone", 1),
            expiring("expiring", 1, "x", 5_000_000_000_000L),
            value("empty", 1, ""),
            value(Key.of("k".repeat(Key.MAX_BYTES)), 1, "x"),
            value("\ud83d\ude00/\u65e5", 1, "\u65e5"),
            Entry.of(
                Key.of("big"),
                new Stamp(Long.MAX_VALUE - 1, Long.MAX_VALUE),
                EncodedValue.of(new byte[300_000], "e".repeat(EncodedValue.MAX_ENCODING_LENGTH))));
    store.mergeAll(Batch.of(entries));
    loadDump();
    assertThat(store.mergeAll(Batch.of(entries)))
        .hasSize(entries.size())
        .containsOnly(MergeOutcome.unchanged());
    loadDump();
    Stamp last = new Stamp(Long.MAX_VALUE, 1);
    List<Entry> newer = entries.stream().map(entry -> Entry.tombstone(entry.key(), last)).toList();
    assertThat(store.mergeAll(Batch.of(newer)))
        .hasSize(entries.size())
        .containsOnly(MergeOutcome.written());
    loadDump();
    assertThat(store.purge(newer.stream().map(Purge::of).toList())).isEqualTo(entries.size());
  }

  /* Rows that another statement wrote last, as they were. */
  private void loadDump() {
    table.execute("UPDATE $t SET %s = '3'".formatted(table.feedColumn()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v = 'y'::BYTEA",
        "v = NULL",
        "encoding = 'other'",
        "encoding = NULL",
        "expires_at = 1",
        "tombstone = true",
        "hlc = 0",
        "hlc = -1",
        "origin = 1",
        "origin = -1",
        "hash = '\\x00'::BYTEA"
      })
  void aChangeByHandIsFoundWhateverItChanges(String change) {
    store.merge(Write.of(value("a", 1, "x")));
    table.execute("UPDATE $t SET " + change);
    Entry newer = value("a", 9, "newer");
    assertCorrupt(() -> store.read(newer.key()));
    assertCorrupt(() -> store.merge(Write.of(newer)));
    assertCorrupt(() -> store.mergeAll(new Batch(List.of(Write.of(newer)), Batch.Atomicity.ALL)));
    assertThat(store.mergeAll(Batch.of(List.of(newer))))
        .allMatch(MergeOutcome.Failed.class::isInstance);
    assertThat(store.purge(List.of(new Purge(newer.key(), stamp(9))))).isZero();
    assertThat(
            store.purge(List.of(new Purge(newer.key(), new Stamp(Long.MAX_VALUE, Long.MAX_VALUE)))))
        .isOne();
  }

  @Test
  void whoWritesByHandMustThinkOfTheFeed() {
    assertThatThrownBy(
            () ->
                table.execute(
                    """
                    INSERT INTO $t (k, hlc, origin, tombstone, expires_at, encoding, v, hash)
                    VALUES ('a', 1, 1, false, 1, 'bytes', 'x', 'y')"""))
        .hasRootCauseInstanceOf(java.sql.SQLException.class)
        .rootCause()
        .hasMessageContaining(table.feedColumn());
  }

  private static void assertCorrupt(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            CorruptEntryException.class, e -> assertThat(e.key()).isEqualTo(Key.of("a")))
        .hasMessageContaining("k = '\\x61'");
  }
}
