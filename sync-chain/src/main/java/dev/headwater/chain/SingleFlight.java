package dev.headwater.chain;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.background.Waits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One load per key at a time, however many callers. All get its answer, or its error; neither is
 * kept. Bounded by the number of threads that load.
 */
final class SingleFlight {

  private final ConcurrentMap<Key, Flight> flights = new ConcurrentHashMap<>();
  private final String name;
  private final long timeoutMillis;
  private final Waits waits;

  /**
   * @param name what loads, for messages
   * @param timeoutMillis how long to wait for another's load
   */
  SingleFlight(String name, long timeoutMillis, Waits waits) {
    this.name = name;
    this.timeoutMillis = timeoutMillis;
    this.waits = waits;
  }

  /** A load under way. */
  static final class Flight {
    private final @Nullable Stamp floor;
    private final CompletableFuture<@Nullable Entry> answer = new CompletableFuture<>();

    private Flight(@Nullable Stamp floor) {
      this.floor = floor;
    }

    /**
     * Whether its answer may be older than a write that was seen while it was under way.
     *
     * @param floorNow the highest stamp that has been seen of the key by now
     */
    boolean isOvertaken(@Nullable Stamp floorNow, @Nullable Entry entry) {
      return floorNow != null
          && (floor == null || floorNow.isAfter(floor))
          && (entry == null || floorNow.isAfter(entry.stamp()));
    }
  }

  /**
   * Takes the key's load on; whoever gets {@code null} instead {@linkplain #join joins} it.
   *
   * @param floor the highest stamp that has been seen of the key before
   */
  @Nullable Flight lead(Key key, @Nullable Stamp floor) {
    Flight mine = new Flight(floor);
    return flights.putIfAbsent(key, mine) == null ? mine : null;
  }

  /** A load that nobody can join. */
  static Flight alone() {
    return new Flight(null);
  }

  /** Ends a load with its answer. */
  void land(Key key, Flight flight, @Nullable Entry entry) {
    flights.remove(key, flight);
    flight.answer.complete(entry);
  }

  /** Ends a load with its error. */
  void crash(Key key, Flight flight, Throwable error) {
    flights.remove(key, flight);
    flight.answer.completeExceptionally(error);
  }

  /** The load of the key that is under way, or {@code null} if it has just ended. */
  @Nullable Flight underWay(Key key) {
    return flights.get(key);
  }

  /** Waits for another's load. */
  @Nullable Entry join(Key key, Flight flight) {
    try {
      if (!waits.await(flight.answer, Duration.ofMillis(timeoutMillis))) {
        throw unavailable(
            key, "another caller's load took longer than " + timeoutMillis + " ms", null);
      }
      return flight.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the load failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(key, "interrupted while waiting for another caller's load", e);
    }
  }

  private StoreUnavailableException unavailable(Key key, String what, @Nullable Exception cause) {
    return new StoreUnavailableException(new Subject(name, "read", key), what, cause);
  }
}
