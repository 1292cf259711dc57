package dev.headwater.store.sqlite;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.headwater.store.Batch;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.journal.Journal.Put;
import dev.headwater.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose bytes are not what was written: damage is told, and nothing is made of it. */
class SqliteDamageTest {

  private static final int PAGE = 4096;
  private static final int ENTRIES = 2_000;

  @TempDir private Path directory;

  // --- the header ---

  @Test
  void aDamagedHeaderIsToldAndLeftUntouched() throws IOException {
    Path file = filled();
    overwrite(file, 0, 16);
    assertRefused(file, RejectedException.class, "its header is damaged");
  }

  @Test
  void aHeaderOfNonsenseIsToldAndLeftUntouched() throws IOException {
    Path file = filled();
    overwrite(file, 16, 84); // behind "SQLite format 3"
    assertThat(catchThrowable(() -> store(file).read(key("a"))))
        .isInstanceOfAny(RejectedException.class, StoreUnavailableException.class)
        .hasMessageContaining(file.toString());
  }

  // --- pages ---

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10, 30})
  void aDamagedPageIsFoundBeforeTheFileIsUsed(int page) throws IOException {
    Path file = filled();
    overwrite(file, page * PAGE, PAGE);
    assertRefused(file, StoreUnavailableException.class, "is damaged");
    assertThatThrownBy(() -> SqliteJournal.open(SqliteJournalConfig.of(file)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void damageThatNobodyLookedForIsToldWhenItIsMetAndEndsWriting() throws IOException {
    Path file = filled();
    for (int page = 5; page < 20; page++) {
      overwrite(file, page * PAGE, PAGE);
    }
    try (Store store = unchecked(file)) {
      Throwable met = null;
      for (int i = 0; i < ENTRIES && met == null; i++) {
        Entry next = entry(i, 2);
        met = catchThrowable(() -> store.merge(Write.of(next)));
      }
      assertThat(met)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("is damaged")
          .hasMessageContaining(file.toString());
      assertThatThrownBy(() -> store.merge(Write.of(value("z", 1, "x"))))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("nothing is written");
    }
  }

  @Test
  void aValueThatChangedOnDiskIsCorruptAndTheOthersAreFine() throws IOException {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("good", 1, "x")));
      store.merge(Write.of(value("bad", 1, "a text that stands nowhere else")));
    }
    replace(file, "a text that stands", "a text that_stands");
    try (Store store = store(file)) {
      assertThatThrownBy(() -> store.read(key("bad")))
          .isInstanceOf(CorruptEntryException.class)
          .hasMessageContaining("bad");
      assertThat(store.read(key("good"))).isNotNull();
    }
  }

  @Test
  void aJournalRecordThatChangedOnDiskIsNamed() throws IOException {
    Path file = directory.resolve("journal.db");
    try (SqliteJournal journal = SqliteJournal.open(SqliteJournalConfig.of(file))) {
      byte[] bytes = "a record that stands nowhere else".getBytes(StandardCharsets.US_ASCII);
      journal.write(List.of(new Put("outbox", 7, bytes), new Put("clock", 1, new byte[1])));
    }
    replace(file, "a record that stands", "a record that_stands");
    try (SqliteJournal journal = SqliteJournal.open(SqliteJournalConfig.of(file))) {
      assertThatThrownBy(() -> journal.read("outbox"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("the record 7 of the section 'outbox' is damaged");
      assertThat(journal.read("clock")).hasSize(1);
    }
  }

  // --- a part of a file ---

  @ParameterizedTest
  @ValueSource(ints = {50, 100, 512, PAGE - 1, PAGE, 2 * PAGE, 10 * PAGE, 10 * PAGE + 100})
  void aTruncatedFileIsToldAndLeftUntouched(int bytes) throws IOException {
    Path file = filled();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    byte[] before = Files.readAllBytes(file);
    try (Store store = store(file)) {
      assertThat(catchThrowable(() -> store.merge(Write.of(value("a", 1, "x")))))
          .isInstanceOfAny(RejectedException.class, StoreUnavailableException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("damaged");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void anEmptyFileIsNewToAWriterAndMissingToAReader() throws IOException {
    Path file = Files.createFile(directory.resolve("data.db"));
    try (Store reader = SqliteStore.open(SqliteStoreConfig.of(file).readOnly(), new ManualClock());
        Store writer = store(file)) {
      assertThatThrownBy(() -> reader.read(key("a")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("is empty");
      assertThat(file).isEmptyFile();
      writer.merge(Write.of(value("a", 1, "x")));
      assertThat(reader.read(key("a"))).isNotNull();
    }
  }

  // --- the time that looking takes ---

  @Test
  void aCheckThatTakesTooLongIsGivenUp() throws IOException {
    Path file = filled();
    overwrite(file, (int) Files.size(file) / 2, PAGE);
    Subject subject = new Subject("test", "open", null);
    Deadline fast = Deadline.in(Duration.ofHours(1), () -> 0);
    assertThatThrownBy(() -> new SqliteFile(file, subject, fast).openToRead(Long.MAX_VALUE))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("is damaged");

    long[] now = {0};
    Ticker slowDisk = () -> now[0] += Duration.ofMinutes(20).toNanos();
    Deadline slow = Deadline.in(Duration.ofHours(1), slowDisk);
    new SqliteFile(file, subject, slow).openToRead(Long.MAX_VALUE).close();
  }

  private Path filled() {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.mergeAll(Batch.of(IntStream.range(0, ENTRIES).mapToObj(i -> entry(i, 1)).toList()));
    }
    return file;
  }

  private static Entry entry(int i, long millis) {
    return sized("k%05d".formatted(i), millis, 400);
  }

  private void assertRefused(Path file, Class<? extends Throwable> kind, String words)
      throws IOException {
    byte[] before = Files.readAllBytes(file);
    try (Store store = store(file)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> store.merge(Write.of(value("a", 1, "x"))))
            .isInstanceOf(kind)
            .hasMessageContaining(file.toString())
            .hasMessageContaining(words);
      }
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private static void overwrite(Path file, int from, int length) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, from, from + length, (byte) 0xa5);
    Files.write(file, bytes);
  }

  private static void replace(Path file, String text, String other) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(bytes).containsOnlyOnce(text);
    Files.writeString(file, bytes.replace(text, other), StandardCharsets.ISO_8859_1);
  }

  private static Store store(Path file) {
    return SqliteStore.open(SqliteStoreConfig.of(file), new ManualClock());
  }

  private static Store unchecked(Path file) {
    return SqliteStore.open(SqliteStoreConfig.of(file).checkBytes(0), new ManualClock());
  }
}
