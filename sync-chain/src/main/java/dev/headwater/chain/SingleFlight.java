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
 * One load per key at a time, however many callers. All get what it came to, an error too; nothing
 * is kept. Bounded by the number of threads that load.
 */
final class SingleFlight {

  private final ConcurrentMap<Key, Flight> flights = new ConcurrentHashMap<>();
  private final String name;
  private final Waits waits;

  /**
   * @param name what loads, for messages
   */
  SingleFlight(String name, Waits waits) {
    this.name = name;
    this.waits = waits;
  }

  /** A load under way. */
  static final class Flight {
    private final @Nullable Stamp floor;
    private final CompletableFuture<Walk.Result> result = new CompletableFuture<>();

    private Flight(@Nullable Stamp floor) {
      this.floor = floor;
    }

    /**
     * Whether its answer may be older than a write that was seen while it was under way.
     *
     * @param floorNow the highest stamp that has been seen of the key by now
     */
    boolean isOvertaken(@Nullable Stamp floorNow, Walk.Result result) {
      Answer answer = result.answer();
      if (answer == null || floorNow == null || (floor != null && !floorNow.isAfter(floor))) {
        return false;
      }
      Entry entry = answer.entry();
      return entry == null || floorNow.isAfter(entry.stamp());
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

  /** Ends a load with what it came to. */
  void land(Key key, Flight flight, Walk.Result result) {
    flights.remove(key, flight);
    flight.result.complete(result);
  }

  /** Ends a load with an error that nobody expected. */
  void crash(Key key, Flight flight, Throwable error) {
    flights.remove(key, flight);
    flight.result.completeExceptionally(error);
  }

  /** The load of the key that is under way, or {@code null} if it has just ended. */
  @Nullable Flight underWay(Key key) {
    return flights.get(key);
  }

  /** Waits for another's load, at most so long; then it is as if no layer could be asked. */
  Walk.Result join(Key key, Flight flight, long mostMillis) {
    try {
      if (!waits.await(flight.result, Duration.ofMillis(mostMillis))) {
        return unavailable(key, "another caller's load takes longer than " + mostMillis + " ms");
      }
      return flight.result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the load failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable(key, "interrupted while waiting for another caller's load");
    }
  }

  private Walk.Result unavailable(Key key, String what) {
    return new Walk.Result(
        null, new StoreUnavailableException(new Subject(name, "read", key), what), null);
  }
}
