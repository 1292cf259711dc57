package dev.headwater.store.sqlite;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Entry;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Store;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The log and the index beside a file after a crash: whole, missing, cut off, overwritten. What the
 * log held from its first fault on is lost, in the order in which it was written, and feeds are
 * told.
 */
class SqliteLogTest {

  private static final List<Entry> IN_FILE = Entries.values("a", 10, 1);
  private static final List<Entry> IN_LOG = Entries.values("b", 50, 1);

  @TempDir private Path directory;

  private Path file;
  private Path log;
  private Path index;
  private Mark end;

  /** What a process leaves that is killed after it has written all this. */
  @BeforeEach
  void crash() throws IOException {
    Path live = directory.resolve("live.db");
    file = directory.resolve("data.db");
    log = directory.resolve("data.db-wal");
    index = directory.resolve("data.db-shm");
    try (Store store = store(live)) {
      IN_FILE.forEach(entry -> store.merge(Write.of(entry)));
    }
    try (Store store = store(live)) {
      IN_LOG.forEach(entry -> store.merge(Write.of(entry)));
      end = store.head();
      Files.copy(live, file);
      Files.copy(directory.resolve("live.db-wal"), log);
      Files.copy(directory.resolve("live.db-shm"), index);
    }
  }

  @Test
  void whatTheLogHoldsIsThereAfterACrash() {
    assertThat(keptOfTheLog()).isEqualTo(IN_LOG.size());
    assertThat(feedFromTheEnd().continuity()).isEqualTo(FeedPage.Continuity.CONTINUOUS);
  }

  @Test
  void aMissingIndexIsMadeAnew() throws IOException {
    Files.delete(index);
    assertThat(keptOfTheLog()).isEqualTo(IN_LOG.size());
  }

  @Test
  void aDamagedIndexIsMadeAnew() throws IOException {
    byte[] nonsense = new byte[(int) Files.size(index)];
    Arrays.fill(nonsense, (byte) 0xa5);
    Files.write(index, nonsense);
    assertThat(keptOfTheLog()).isEqualTo(IN_LOG.size());
  }

  @Test
  void withoutItsLogTheFileIsAnOlderOneAndFeedsAreTold() throws IOException {
    Files.delete(log);
    assertThat(keptOfTheLog()).isZero();
    assertThat(feedFromTheEnd().continuity()).isEqualTo(FeedPage.Continuity.RESTARTED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.33, 0.5, 0.77, 0.99})
  void aLogThatIsCutOffHoldsWhatWasWrittenBefore(double part) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, (int) (bytes.length * part)));
    assertThat(keptOfTheLog()).isLessThan(IN_LOG.size());
    assertThat(feedFromTheEnd().continuity()).isEqualTo(FeedPage.Continuity.RESTARTED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.33, 0.5, 0.77, 0.99})
  void aDamagedLogHoldsWhatWasWrittenBefore(double part) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    int at = (int) (bytes.length * part);
    bytes[at] ^= 0x40;
    Files.write(log, bytes);
    assertThat(keptOfTheLog()).isLessThan(IN_LOG.size());
    assertThat(feedFromTheEnd().continuity()).isEqualTo(FeedPage.Continuity.RESTARTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wal", "-shm"})
  void whatIsTakenAwayWhileItIsOpenEndsWriting(String suffix) throws IOException {
    Store store = store(file);
    try {
      store.merge(Write.of(value("a", 1, "x")));
      Files.delete(directory.resolve("data.db" + suffix));
      for (String words : List.of("deleted or replaced", "open it again")) {
        assertThatThrownBy(() -> store.merge(Write.of(value("b", 1, "x"))))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining(file + suffix)
            .hasMessageContaining(words);
      }
    } finally {
      store.close();
    }
    try (Store again = store(file)) {
      again.merge(Write.of(value("c", 1, "x")));
      assertThat(again.read(key("b"))).isNull();
    }
  }

  /** How many entries of the log are there: the first ones, beside all that the file holds. */
  private int keptOfTheLog() {
    try (Store store = store(file);
        var listing = store.list(ListRequest.all(""))) {
      List<Entry> entries = listing.next().entries();
      int kept = entries.size() - IN_FILE.size();
      assertThat(entries).startsWith(IN_FILE.toArray(Entry[]::new));
      assertThat(entries.subList(IN_FILE.size(), entries.size()))
          .isEqualTo(IN_LOG.subList(0, kept));
      return kept;
    }
  }

  /** What a feed says that had come to the end before the crash, after another write. */
  private FeedPage feedFromTheEnd() {
    try (Store store = store(file)) {
      IN_LOG.forEach(entry -> store.merge(Write.of(value(entry.key(), 2, "another"))));
      try (var feed = store.feed(FeedRequest.after(end))) {
        return feed.poll(Duration.ofSeconds(10));
      }
    }
  }

  private static Store store(Path at) {
    return SqliteStore.open(SqliteStoreConfig.of(at), new ManualClock());
  }
}
