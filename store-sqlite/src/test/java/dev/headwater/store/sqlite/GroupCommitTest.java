package dev.headwater.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.journal.Journal.Put;
import dev.headwater.store.sqlite.SqliteStoreConfig.Access;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers share transactions, and each gets its own answer. */
class GroupCommitTest {

  private static final Subject SUBJECT = new Subject("test", "write", null);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private Path file;
  private Databases.Lease lease;
  private GroupCommit writer;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void open() {
    file = directory.resolve("data.db");
    lease =
        Databases.OF_PROCESS.open(
            new SqliteFile.Place(file, Access.READ_WRITE, 0), SUBJECT, deadline(LONG));
    writer = lease.database().writer();
  }

  @AfterEach
  void close() {
    release.countDown();
    lease.close();
  }

  @Test
  void whoWaitsTogetherSharesATransaction() throws Exception {
    CompletableFuture<Integer> first = blocking();
    Set<WriteSession> transactions = ConcurrentHashMap.newKeySet();
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      int number = i;
      others.add(
          started(
              LONG,
              session -> {
                transactions.add(session);
                return put(session, number);
              }));
    }
    release.countDown();
    first.get();
    for (CompletableFuture<Integer> one : others) {
      one.get();
    }
    assertThat(transactions).hasSize(1);
    assertThat(numbers()).hasSize(21);
  }

  @Test
  void whatIsWaitingIsDoneInTheOrderInWhichItCame() throws Exception {
    CompletableFuture<Integer> first = blocking();
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      int number = i;
      expected.add(i);
      others.add(
          started(
              LONG,
              session -> {
                order.add(number);
                return put(session, number);
              }));
    }
    release.countDown();
    first.get();
    for (CompletableFuture<Integer> one : others) {
      one.get();
    }
    assertThat(order).isEqualTo(expected);
  }

  @Test
  void whatFailsFailsAlone() throws Exception {
    CompletableFuture<Integer> first = blocking();
    CompletableFuture<Integer> before = started(LONG, session -> put(session, 1));
    CompletableFuture<Integer> sql =
        started(
            LONG,
            session -> {
              put(session, 2);
              session.connection().execute("INSERT INTO no_such_table VALUES (1)");
              return 0;
            });
    CompletableFuture<Integer> runtime =
        started(
            LONG,
            session -> {
              put(session, 3);
              throw new IllegalStateException("mine");
            });
    CompletableFuture<Integer> after = started(LONG, session -> put(session, 4));
    release.countDown();
    first.get();
    before.get();
    after.get();
    assertThatThrownBy(sql::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("no_such_table");
    assertThatThrownBy(runtime::get)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mine");
    assertThat(numbers()).containsExactly("0", "1", "4");
  }

  @Test
  void whoIsInterruptedWhileItWaitsHasWrittenNothing() throws Exception {
    CompletableFuture<Integer> first = blocking();
    Caller caller = Caller.start(() -> write(LONG, session -> put(session, 1)));
    caller.interrupt();
    caller.requireFailure(StoreUnavailableException.class, "nothing was written");
    caller.requireInterrupted();
    release.countDown();
    first.get();
    write(LONG, session -> put(session, 2));
    assertThat(numbers()).containsExactly("0", "2");
  }

  @Test
  void whoIsInterruptedWhileItIsWrittenGetsItsAnswer() throws Exception {
    Caller caller = Caller.start(() -> write(LONG, this::block));
    begun.await();
    caller.interrupt();
    release.countDown();
    assertThat(caller.answer()).isEqualTo(1);
    caller.requireInterrupted();
    assertThat(numbers()).containsExactly("0");
  }

  @Test
  void whoseTimeIsUpWhileItWaitsHasWrittenNothing() throws Exception {
    CompletableFuture<Integer> first = blocking();
    assertThatThrownBy(() -> write(Duration.ofMillis(50), session -> put(session, 1)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("nothing was written");
    release.countDown();
    first.get();
    write(LONG, session -> put(session, 2));
    assertThat(numbers()).containsExactly("0", "2");
  }

  @Test
  void whoseTimeIsUpWhileItIsWrittenDoesNotKnow() throws Exception {
    CompletableFuture<Integer> slow = started(Duration.ofMillis(50), this::block);
    begun.await();
    assertThatThrownBy(slow::get).hasCauseInstanceOf(OutcomeUnknownException.class);
    release.countDown();
    write(LONG, session -> put(session, 2));
    assertThat(numbers()).containsExactly("0", "2");
  }

  @Test
  void closingAnswersWhatIsWrittenAndRefusesWhatWaits() throws Exception {
    CompletableFuture<Integer> first = blocking();
    CompletableFuture<Integer> waiting = started(LONG, session -> put(session, 1));
    Caller closing =
        Caller.start(
            () -> {
              lease.close();
              return "closed";
            });
    release.countDown();
    assertThat(first.get()).isEqualTo(1);
    assertThat(closing.answer()).isEqualTo("closed");
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(numbers()).containsExactly("0");
    assertThatThrownBy(() -> write(LONG, session -> put(session, 2)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDiskThatFailedInACommitIsNotWrittenAgain() {
    // A commit that certainly fails, and with an error that says nothing of what is on disk.
    assertThatThrownBy(
            () ->
                write(
                    LONG,
                    session -> {
                      put(session, 1);
                      session.connection().execute("ROLLBACK");
                      return 1;
                    }))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(file.getFileName().toString());
    assertThatThrownBy(() -> write(LONG, session -> put(session, 2)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("open it again");
    assertThat(numbers()).isEmpty();
    lease.close();
    open();
    write(LONG, session -> put(session, 3));
    assertThat(numbers()).containsExactly("3");
  }

  @Test
  void whoOpensABrokenFileAgainGetsAnotherWriterBesideIt() {
    assertThatThrownBy(
            () ->
                write(
                    LONG,
                    session -> {
                      session.connection().execute("ROLLBACK");
                      return 1;
                    }))
        .isInstanceOf(OutcomeUnknownException.class);
    Databases.Lease broken = lease;
    open();
    try {
      write(LONG, session -> put(session, 1));
      assertThat(broken.database().isBroken()).isTrue();
      assertThat(numbers()).containsExactly("1");
    } finally {
      broken.close();
    }
    write(LONG, session -> put(session, 2));
    assertThat(numbers()).containsExactly("1", "2");
  }

  private CompletableFuture<Integer> blocking() throws InterruptedException {
    CompletableFuture<Integer> first = started(LONG, this::block);
    begun.await();
    return first;
  }

  private int block(WriteSession session) throws SQLException {
    put(session, 0);
    begun.countDown();
    try {
      release.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("an interrupt reached the writer", e);
    }
    return 1;
  }

  /** Starts a write, and returns when it waits. */
  private CompletableFuture<Integer> started(Duration timeout, WriteRequest.Work<Integer> work) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                done.complete(write(timeout, work));
              } catch (RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    Caller.awaitWaiting(thread);
    return done;
  }

  private int write(Duration timeout, WriteRequest.Work<Integer> work) {
    return writer.write(SUBJECT, deadline(timeout), 0, work);
  }

  private static int put(WriteSession session, int number) throws SQLException {
    return JournalTable.write(session.connection(), List.of(new Put("s", number, new byte[] {1})));
  }

  private List<String> numbers() {
    try (RawFile raw = RawFile.open(file)) {
      return raw.askAll("SELECT number FROM headwater_journal ORDER BY number");
    }
  }

  private static Deadline deadline(Duration duration) {
    return Deadline.in(duration, Ticker.system());
  }
}
