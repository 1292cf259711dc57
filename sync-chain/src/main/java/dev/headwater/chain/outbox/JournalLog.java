package dev.headwater.chain.outbox;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Background;
import dev.headwater.store.journal.Journal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes to a journal in pages, in the order in which they came: while one page is being
 * written, the next one collects what comes. The first thread that waits for a page writes it, so
 * no thread is handed anything. Changes that nobody waits for go with the next page, or after a
 * moment. Thread-safe.
 */
final class JournalLog {

  /** How long changes that nobody waits for may stay in memory. */
  static final Duration LAZY = Duration.ofMillis(20);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int MAX_INTERRUPTS = 3;
  private static final int MAX_FAILURES = 5;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final @Nullable Journal journal;
  private final Background background;
  private Page open = new Page(CompletableFuture.completedFuture(null)); // guarded by this
  private boolean lazyPending; // guarded by this: a timer will write the open page
  private boolean closed; // guarded by this
  private volatile @Nullable StoreException poison;

  /**
   * @param journal where to write; {@code null} for nowhere
   */
  JournalLog(@Nullable Journal journal, Background background) {
    this.journal = journal;
    this.background = background;
  }

  /** Changes that are written together, all or none. */
  static final class Page {
    /** What is written, the last change of each record; guarded by the log. */
    private final Map<RecordId, Journal.Change> changes = new LinkedHashMap<>();

    /** Those of them that must not be lost if the page can't be written; guarded by the log. */
    private final Map<RecordId, Journal.Change> lazy = new LinkedHashMap<>();

    /** Completes with {@code null}, or with the reason why the page was not written. */
    private final CompletableFuture<@Nullable StoreException> written = new CompletableFuture<>();

    private final CompletableFuture<@Nullable StoreException> before;
    private boolean led; // guarded by the log

    /**
     * @param before when the page before this one is written
     */
    Page(CompletableFuture<@Nullable StoreException> before) {
      this.before = before;
    }
  }

  private record RecordId(String section, long number) {
    static RecordId of(Journal.Change change) {
      return new RecordId(change.section(), change.number());
    }
  }

  /** What errors and events call it. */
  String name() {
    return journal == null ? "no journal" : journal.name();
  }

  boolean isDurable() {
    return journal != null;
  }

  /** Whether it is certain that the page did not get into the journal, and never will. */
  boolean isUnwritten(Page page) {
    StoreException failure = page.written.getNow(null);
    return failure != null && !(failure instanceof OutcomeUnknownException);
  }

  /** Why the journal takes nothing any more, if so. */
  Optional<StoreException> failure() {
    return Optional.ofNullable(poison);
  }

  /** Adds changes for which somebody is going to {@link #await}. */
  synchronized Page append(List<Journal.Change> changes) {
    if (journal != null) {
      changes.forEach(change -> open.changes.put(RecordId.of(change), change));
    }
    return open;
  }

  /** Adds changes that are written some time later. They stay together. */
  void later(List<Journal.Change> changes) {
    if (journal == null || changes.isEmpty()) {
      return;
    }
    synchronized (this) {
      for (Journal.Change change : changes) {
        open.changes.put(RecordId.of(change), change);
        open.lazy.put(RecordId.of(change), change);
      }
    }
    writeLazyAfter(LAZY);
  }

  private void writeLazy() {
    Page page;
    synchronized (this) {
      lazyPending = false;
      page = open;
      if (closed || page.led) {
        return; // whoever leads it writes it
      }
    }
    write(page);
  }

  private void writeLazyAfter(Duration pause) {
    synchronized (this) {
      if (lazyPending || closed) {
        return;
      }
      lazyPending = true;
    }
    background.timer().schedule(pause, () -> background.executor().execute(this::writeLazy));
  }

  /** Writes what was added {@link #later} until now. */
  void writeOut() {
    await(append(List.of()));
  }

  /**
   * Does this when it is known what became of the page: it is told why the page was not written, or
   * {@code null}.
   */
  void whenKnown(Page page, Consumer<@Nullable StoreException> then) {
    CompletableFuture<Void> unused = // no more than the page itself, it has nobody to fail to
        page.written.thenAcceptAsync(then, background.executor());
  }

  /**
   * Does this when what was added {@link #later} until now is written. Nothing is done if the log
   * is closed before.
   *
   * @param otherwise what is done instead if the journal goes on taking nothing
   */
  void onceWritten(Runnable then, Runnable otherwise) {
    onceWritten(then, otherwise, MAX_FAILURES);
  }

  private void onceWritten(Runnable then, Runnable otherwise, int failures) {
    if (poison != null || failures == 0) {
      otherwise.run();
      return;
    }
    whenKnown(
        append(List.of()),
        failure -> {
          if (failure == null) {
            then.run();
          } else if (!isClosed()) {
            onceWritten(then, otherwise, failures - 1);
          }
        });
    writeLazyAfter(PAUSE_AFTER_FAILURE);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Returns when the page is written.
   *
   * @throws StoreUnavailableException if it was not
   * @throws OutcomeUnknownException if nobody knows
   */
  void await(Page page) {
    if (journal == null) {
      requireOpen();
      return;
    }
    StoreException failure = write(page);
    if (failure != null) {
      throw failure;
    }
  }

  /* What would be accepted in memory alone, after what is left there was told to be lost. */
  private synchronized void requireOpen() {
    if (closed) {
      throw new StoreUnavailableException(subject(), "the chain is closed");
    }
  }

  private @Nullable StoreException write(Page page) {
    boolean leads;
    synchronized (this) {
      leads = !page.led;
      page.led = true;
    }
    if (!leads) {
      return await(page.written) ? page.written.join() : tooSlow();
    }
    if (!await(page.before)) {
      return leadLater(page);
    }
    return lead(page);
  }

  /* Pages are written in order, however long one takes: a removal must not pass what it removes. */
  private StoreException leadLater(Page page) {
    synchronized (this) {
      page.led = false;
    }
    background
        .timer()
        .schedule(PAUSE_AFTER_FAILURE, () -> background.executor().execute(() -> goOn(page)));
    return tooSlow();
  }

  private void goOn(Page page) {
    if (!isClosed()) { // or else it was written, or can't be
      write(page);
    }
  }

  private @Nullable StoreException lead(Page page) {
    List<Journal.Change> changes;
    synchronized (this) {
      if (page == open) {
        open = new Page(page.written);
      }
      changes = List.copyOf(page.changes.values());
    }
    StoreException failure = unknown("the process failed while it wrote", null);
    try {
      failure = writtenWhole(changes);
    } finally {
      end(page, failure);
    }
    return failure;
  }

  /* Whoever interrupts this thread does not mean the others, whose changes these are as well. */
  private @Nullable StoreException writtenWhole(List<Journal.Change> changes) {
    boolean interrupted = Thread.interrupted();
    try {
      StoreException failure = written(changes);
      for (int i = 0; i < MAX_INTERRUPTS && poison == null && failure != null; i++) {
        if (!Thread.interrupted()) {
          return failure;
        }
        interrupted = true;
        failure = written(changes);
      }
      return failure;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable StoreException written(List<Journal.Change> changes) {
    StoreException poisoned = poison;
    if (poisoned != null) {
      return unavailable("it takes nothing since it failed: " + poisoned.getMessage(), poisoned);
    }
    try {
      if (journal != null && !changes.isEmpty()) {
        journal.write(changes);
      }
      return null;
    } catch (OutcomeUnknownException e) {
      poison = e;
      return e;
    } catch (StoreException e) {
      return e;
    } catch (IllegalStateException e) {
      return unavailable("it is closed", e);
    } catch (RuntimeException e) { // broken: who knows what it has done
      OutcomeUnknownException unknown = unknown("it failed: " + e, e);
      poison = unknown;
      return unknown;
    }
  }

  private void end(Page page, @Nullable StoreException failure) {
    boolean again = failure != null && poison == null && !page.lazy.isEmpty();
    if (again) {
      synchronized (this) {
        page.lazy.forEach(this::carry);
      }
    }
    page.written.complete(failure);
    if (again) {
      writeLazyAfter(PAUSE_AFTER_FAILURE);
    }
  }

  /* What came later to the same record counts. */
  private void carry(RecordId id, Journal.Change change) {
    if (open.changes.putIfAbsent(id, change) == null) {
      open.lazy.put(id, change);
    }
  }

  /** Takes nothing more, except what somebody awaits already. */
  synchronized void end() {
    closed = true;
  }

  /** {@link #end}, writes what is left, and lets go of the journal. */
  void close() {
    Page last;
    synchronized (this) {
      closed = true;
      last = open;
    }
    if (journal != null) {
      write(last);
      journal.close();
    }
  }

  /* The interrupt is left to the caller's next wait: the page belongs to others, too. */
  private boolean await(CompletableFuture<@Nullable StoreException> written) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return background.waits().await(written, LONGEST_WAIT);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private StoreException tooSlow() {
    return unknown("it did not answer within " + LONGEST_WAIT.toSeconds() + " s", null);
  }

  private OutcomeUnknownException unknown(String what, @Nullable Throwable cause) {
    return new OutcomeUnknownException(subject(), what, cause);
  }

  private StoreException unavailable(String what, Throwable cause) {
    return new StoreUnavailableException(subject(), what, cause);
  }

  private Subject subject() {
    return new Subject(name(), "write", null);
  }
}
