package dev.headwater.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs many histories, each from its own seed and each in one thread, and stops at the first that
 * breaks a law.
 */
public final class Histories {

  private final History history;
  private final LongAdder done = new LongAdder();
  private final LongAdder steps = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final LongAdder lives = new LongAdder();

  public Histories(History history) {
    this.history = history;
  }

  /** One history: the same for the same seed. */
  public interface History {
    /** Runs it; throws what went wrong. */
    Sum run(long seed, Trace trace);
  }

  /**
   * What a history had.
   *
   * @param lives how many lives its processes had
   */
  public record Sum(long steps, long faults, long lives) {}

  /**
   * A history that broke a law.
   *
   * @param number the how manieth it was, from 1
   */
  public record Failure(int number, long seed, Throwable error, List<String> trace) {}

  /** Runs so many histories, with seeds from this one on. */
  public Optional<Failure> run(long firstSeed, int count, int threads) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Failure> failure = new AtomicReference<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread worker =
          new Thread(() -> work(firstSeed, count, next, failure), "simulation-" + (i + 1));
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      join(worker);
    }
    return Optional.ofNullable(failure.get()).map(this::traced);
  }

  private void work(
      long firstSeed, int count, AtomicInteger next, AtomicReference<Failure> failure) {
    while (failure.get() == null) {
      int index = next.getAndIncrement();
      if (index >= count) {
        return;
      }
      long seed = firstSeed + index;
      try {
        add(history.run(seed, Trace.checksum()));
      } catch (Throwable e) { // whatever it is, it is the finding
        Failure found = new Failure(index + 1, seed, finding(e), List.of());
        failure.accumulateAndGet(
            found, (a, b) -> a == null || (b != null && b.number() < a.number()) ? b : a);
      }
    }
  }

  private void add(Sum sum) {
    done.increment();
    steps.add(sum.steps());
    faults.add(sum.faults());
    lives.add(sum.lives());
  }

  /* Runs it again, to tell what happened. */
  private Failure traced(Failure failure) {
    Trace trace = Trace.lines();
    try {
      history.run(failure.seed(), trace);
    } catch (Throwable e) { // expected
      return new Failure(
          failure.number(), failure.seed(), finding(e), trace.last(Integer.MAX_VALUE));
    }
    throw new AssertionError(
        "seed %d failed, and then did not: something is not deterministic"
            .formatted(failure.seed()),
        failure.error());
  }

  /* Code under test may have wrapped it. */
  private static Throwable finding(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof Violation) {
        return cause;
      }
    }
    return error;
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while simulating", e);
    }
  }

  /** How much was done. */
  @Override
  public String toString() {
    return "%d histories, %d steps, %d faults, %d lives of processes"
        .formatted(done.sum(), steps.sum(), faults.sum(), lives.sum());
  }
}
