package dev.headwater.store.sqlite;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.sized;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.journal.Journal.Put;
import dev.headwater.store.journal.Journal.Remove;
import dev.headwater.store.sqlite.SqliteStoreConfig.Access;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are full, write-protected, locked, moved away: what is told, and that all is well
 * afterwards.
 */
class SqliteFaultsTest {

  private static final Subject SUBJECT = new Subject("test", "test", null);
  private static final int KIB = 1024;

  @TempDir private Path directory;

  // --- full ---

  @Test
  void aFullFileRefusesWritesAndGoesOnReading() {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("a", 1, "x")));
      limitPages(file, 40);
      List<Entry> written = fill(store);
      assertUnavailable(() -> store.merge(Write.of(sized("more", 1, 100 * KIB))), file, "full");
      assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
      assertThat(store.readAll(written.stream().map(Entry::key).toList()).entries())
          .hasSize(written.size());
      limitPages(file, 10_000);
      store.merge(Write.of(sized("more", 1, 100 * KIB)));
      assertThat(store.read(key("more"))).isNotNull();
    }
  }

  @Test
  void aWriteThatFitsSucceedsBesideOneThatDoesNot() throws Exception {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("a", 1, "x")));
      limitPages(file, 40);
      List<CompletableFuture<MergeOutcome>> small = new ArrayList<>();
      List<CompletableFuture<MergeOutcome>> large = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Entry fits = value("small" + i, 1, "x");
        Entry doesNot = sized("large" + i, 1, 400 * KIB);
        large.add(CompletableFuture.supplyAsync(() -> store.merge(Write.of(doesNot))));
        small.add(CompletableFuture.supplyAsync(() -> store.merge(Write.of(fits))));
      }
      for (CompletableFuture<MergeOutcome> one : small) {
        assertThat(one.get()).isEqualTo(MergeOutcome.written());
      }
      for (CompletableFuture<MergeOutcome> one : large) {
        assertThatThrownBy(one::get).hasCauseInstanceOf(StoreUnavailableException.class);
      }
      for (int i = 0; i < 8; i++) {
        assertThat(store.read(key("small" + i))).isNotNull();
        assertThat(store.read(key("large" + i))).isNull();
      }
    }
  }

  @Test
  void aBatchThatNoLongerFitsIsUnknownOnlyIfAPartWasDone() {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("a", 1, "x")));
      limitPages(file, 200);
      List<Entry> all = new ArrayList<>(Entries.values("k", 1_000, 1));
      all.add(sized("large", 1, 900 * KIB));
      assertThatThrownBy(() -> store.mergeAll(Batch.of(all)))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("only 1000 of 1001 were done");
      assertUnavailable(
          () -> store.mergeAll(Batch.of(List.of(sized("large", 1, 900 * KIB)))), file, "full");
      assertUnavailable(
          () ->
              store.mergeAll(
                  new Batch(
                      List.of(
                          Write.of(value("together", 1, "x")),
                          Write.of(sized("large", 1, 900 * KIB))),
                      Batch.Atomicity.ALL)),
          file,
          "full");
      assertThat(store.read(key("together"))).isNull();
    }
  }

  @Test
  void aFullJournalRefusesAsAWholeAndStillRemoves() {
    Path file = directory.resolve("journal.db");
    try (SqliteJournal journal = SqliteJournal.open(SqliteJournalConfig.of(file))) {
      limitPages(file, 60);
      journal.write(List.of(new Put("s", 1, new byte[100 * KIB])));
      assertUnavailable(
          () ->
              journal.write(
                  List.of(new Put("s", 2, new byte[1]), new Put("s", 3, new byte[200 * KIB]))),
          file,
          "full");
      assertThat(journal.read("s")).hasSize(1);
      journal.write(List.of(new Remove("s", 1)));
      journal.write(List.of(new Put("s", 4, new byte[100 * KIB])));
      assertThat(journal.read("s")).hasSize(1);
    }
  }

  @Test
  void aFullDiskRefusesWritesAndServesAgainWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), "3m")) {
      Path file = disk.path().resolve("data.db");
      try (Store store = store(file)) {
        store.merge(Write.of(value("a", 1, "x")));
        Path ballast = Files.write(disk.path().resolve("ballast"), new byte[1_500 * KIB]);
        List<Entry> written = fill(store);
        assertUnavailable(() -> store.merge(Write.of(sized("more", 1, 900 * KIB))), file, "full");
        assertThat(store.readAll(written.stream().map(Entry::key).toList()).entries())
            .hasSize(written.size());
        Files.delete(ballast);
        store.merge(Write.of(sized("more", 1, 100 * KIB)));
        assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
      }
      try (Store again = store(file)) {
        assertThat(again.read(key("more"))).isNotNull();
      }
    }
  }

  @Test
  void aFileThatCanNotBeMadeOnAFullDiskIsMadeWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), "1m")) {
      Path file = disk.path().resolve("data.db");
      Path ballast = Files.write(disk.path().resolve("ballast"), new byte[1_012 * KIB]);
      try (Store store = store(file)) {
        assertUnavailable(() -> store.merge(Write.of(value("a", 1, "x"))), file, "full");
        Files.delete(ballast);
        store.merge(Write.of(value("a", 1, "x")));
      }
    }
  }

  // --- write-protected ---

  @Test
  void aDirectoryThatMayNotBeWrittenIsTold() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Path file = closed.resolve("data.db");
    store(file).close();
    protect(closed, "r-xr-xr-x");
    try (Store store = store(file)) {
      assertUnavailable(() -> store.read(key("a")), file, "can't be opened");
      assertUnavailable(() -> SqliteJournal.open(SqliteJournalConfig.of(file)), file, "can't be");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aFileThatMayNotBeWrittenIsReadIfOneAsksForThatOnly() throws Exception {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("a", 1, "x")));
    }
    protect(file, "r--r--r--");
    try (Store store = store(file);
        Store reader = SqliteStore.open(SqliteStoreConfig.of(file).readOnly(), new ManualClock())) {
      assertUnavailable(
          () -> store.merge(Write.of(value("a", 2, "y"))), file, "may not be written");
      assertThat(reader.read(key("a"))).isEqualTo(value("a", 1, "x"));
    }
  }

  @Test
  void aFileThatMayNotBeReadIsTold() throws Exception {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("a", 1, "x")));
    }
    protect(file, "-wx-wx-wx");
    try (Store store = store(file)) {
      assertUnavailable(() -> store.read(key("a")), file, "can't be opened");
    }
  }

  @Test
  void aWriteProtectedDiskWithALogIsNotRead() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), "4m")) {
      Path file = disk.path().resolve("data.db");
      try (Store store = store(file)) {
        store.merge(Write.of(value("a", 1, "x")));
      }
      Path log = disk.path().resolve("data.db-wal");
      Files.createFile(log); // whoever wrote did not end in order
      disk.protect();
      try (Store store = store(file);
          Store reader =
              SqliteStore.open(SqliteStoreConfig.of(file).readOnly(), new ManualClock())) {
        assertUnavailable(() -> store.merge(Write.of(value("a", 2, "y"))), file, "");
        assertUnavailable(() -> reader.read(key("a")), file, "their rights");
        assertUnavailable(
            () -> SqliteJournal.open(SqliteJournalConfig.of(file)), file, "make the directory");
      }
    }
  }

  /** Takes rights away; root has them all the same, and then there is nothing to test. */
  private static void protect(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    boolean has = rights.startsWith("r") ? Files.isWritable(path) : Files.isReadable(path);
    assumeFalse(has, "rights do not bind root");
  }

  // --- locked ---

  @Test
  void aLockThatIsLetGoInTimeIsWaitedOut() throws Exception {
    Path file = directory.resolve("data.db");
    try (Store store = store(file);
        RawFile other = RawFile.open(file)) {
      store.merge(Write.of(value("a", 1, "x")));
      other.execute("BEGIN IMMEDIATE");
      Caller caller = Caller.start(() -> store.merge(Write.of(value("a", 2, "y"))));
      assertThat(store.read(key("a"))).as("reads go on").isEqualTo(value("a", 1, "x"));
      other.execute("ROLLBACK");
      assertThat(caller.answer()).isEqualTo(MergeOutcome.written());
    }
  }

  @Test
  void aLockThatStaysIsToldByName() {
    Path file = directory.resolve("data.db");
    try (Store store =
            SqliteStore.open(
                SqliteStoreConfig.of(file).timeout(Duration.ofMillis(200)), new ManualClock());
        SqliteJournal journal =
            SqliteJournal.open(SqliteJournalConfig.of(file).timeout(Duration.ofMillis(200)));
        RawFile other = RawFile.open(file)) {
      store.merge(Write.of(value("a", 1, "x")));
      other.execute("BEGIN EXCLUSIVE");
      assertUnavailable(() -> store.merge(Write.of(value("a", 2, "y"))), file, "locked");
      assertUnavailable(() -> journal.write(List.of(new Put("s", 1, new byte[1]))), file, "locked");
      other.execute("ROLLBACK");
      assertThat(store.read(key("a"))).isEqualTo(value("a", 1, "x"));
      store.merge(Write.of(value("a", 3, "z")));
      journal.write(List.of(new Put("s", 2, new byte[1])));
      assertThat(journal.read("s")).hasSize(1);
    }
  }

  @Test
  void aFileThatIsLockedWholeCanNotEvenBeRead() {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("a", 1, "x")));
    }
    try (RawFile other = RawFile.open(file)) {
      other.execute("BEGIN IMMEDIATE");
      try (Store late = store(file)) {
        assertThat(late.read(key("a"))).as("opening is no writing").isNotNull();
      }
      other.execute("ROLLBACK");
    }
    try (RawFile other = RawFile.open(file)) {
      other.execute("PRAGMA locking_mode = EXCLUSIVE");
      other.execute("BEGIN EXCLUSIVE");
      try (Store late =
          SqliteStore.open(
              SqliteStoreConfig.of(file).timeout(Duration.ofMillis(200)), new ManualClock())) {
        assertUnavailable(() -> late.read(key("a")), file, "locked");
      }
    }
  }

  // --- moved ---

  @Test
  void aFileThatIsDeletedWhileItIsOpenIsNotWrittenAnyMore() throws Exception {
    Path file = directory.resolve("data.db");
    Store store = store(file);
    store.merge(Write.of(value("a", 1, "x")));
    Files.delete(file);
    assertUnavailable(() -> store.merge(Write.of(value("b", 1, "x"))), file, "deleted or replaced");
    assertUnavailable(() -> store.merge(Write.of(value("b", 1, "x"))), file, "open it again");
    store.close();
    Files.deleteIfExists(directory.resolve("data.db-wal"));
    try (Store again = store(file)) {
      again.merge(Write.of(value("b", 1, "x")));
      assertThat(again.read(key("a"))).isNull();
    }
  }

  @Test
  void aFileThatIsReplacedWhileItIsOpenIsNotWrittenAnyMore() throws Exception {
    Path file = directory.resolve("data.db");
    try (Store store = store(file)) {
      store.merge(Write.of(value("a", 1, "x")));
      Files.move(file, directory.resolve("elsewhere.db"));
      Files.createFile(file);
      assertUnavailable(
          () -> store.merge(Write.of(value("b", 1, "x"))), file, "deleted or replaced");
      assertThat(file).isEmptyFile();
    }
  }

  /** Writes until nothing fits any more. */
  private static List<Entry> fill(Store store) {
    List<Entry> written = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        Entry entry = sized("fill" + i, 1, 8 * KIB);
        store.merge(Write.of(entry));
        written.add(entry);
      }
    } catch (StoreUnavailableException full) {
      return written;
    }
    throw new AssertionError("it was never full");
  }

  /** As if the disk had room for so many pages of the file. */
  private static void limitPages(Path file, int pages) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10), Ticker.system());
    try (Databases.Lease lease =
        Databases.OF_PROCESS.open(
            new SqliteFile.Place(file, Access.READ_WRITE, 0), SUBJECT, deadline)) {
      lease
          .database()
          .writer()
          .write(
              SUBJECT,
              deadline,
              0,
              session -> session.connection().number("PRAGMA max_page_count = " + pages));
    }
  }

  private static Store store(Path file) {
    return SqliteStore.open(SqliteStoreConfig.of(file), new ManualClock());
  }

  private static void assertUnavailable(ThrowingCallable call, Path file, String words) {
    assertThat(catchThrowableOfType(StoreUnavailableException.class, call))
        .as("a StoreUnavailableException")
        .isNotNull()
        .hasMessageContaining(file.toString())
        .hasMessageContaining(words);
  }
}
