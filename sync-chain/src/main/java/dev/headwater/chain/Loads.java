package dev.headwater.chain;

import dev.headwater.store.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gets from the layers below what memory does not have: one walk per key at a time. */
final class Loads {

  /** How many loads of others a caller joins whose answers a write has overtaken. */
  private static final int MAX_JOINS = 4;

  private final Walker walker;
  private final SingleFlight flights;
  private final LocalCopies copies;
  private final MemoryLayers memory;
  private final String authority;
  private final long timeoutMillis;
  private final long softMillis; // how long a caller that has a copy waits

  Loads(
      ChainShape shape,
      Walker walker,
      SingleFlight flights,
      LocalCopies copies,
      MemoryLayers memory) {
    this.walker = walker;
    this.flights = flights;
    this.copies = copies;
    this.memory = memory;
    this.authority = shape.authority().name();
    this.timeoutMillis = shape.timeoutMillis();
    this.softMillis = shape.authority().softDeadlineMillis();
  }

  /** What the layers say of a key. */
  Walk.Result load(Key key, Walk.Terms terms) {
    if (isKnownAbsent(key, terms)) {
      return absent();
    }
    for (int joins = 0; joins < MAX_JOINS && !copies.isInDoubt(key); joins++) {
      SingleFlight.Flight mine = flights.lead(key, copies.floor(key));
      if (mine != null) {
        return loadAlone(key, mine, terms);
      }
      SingleFlight.Flight other = flights.underWay(key);
      if (other != null) {
        Walk.Result result = flights.join(key, other, patience(terms));
        if (!other.isOvertaken(copies.floor(key), result)) {
          return result;
        }
      }
    }
    return walker.walk(walker.begin(key, terms));
  }

  private Walk.Result loadAlone(Key key, SingleFlight.Flight flight, Walk.Terms terms) {
    try {
      Walk.Result result = arrivedMeanwhile(key, terms);
      if (result == null) {
        result = walker.walk(walker.begin(key, terms));
      }
      flights.land(key, flight, result);
      return result;
    } catch (RuntimeException | Error e) {
      flights.crash(key, flight, e);
      throw e;
    }
  }

  /* Another's load may have ended between this caller's look into memory and its own lead. */
  private Walk.@Nullable Result arrivedMeanwhile(Key key, Walk.Terms terms) {
    if (terms.own() != null) {
      return null;
    }
    Answer answer = memory.peek(key);
    if (answer != null) {
      return Walk.Result.of(answer);
    }
    return isKnownAbsent(key, terms) ? absent() : null;
  }

  /** A key that is asked for. */
  record Wanted(Key key, Walk.Terms terms) {}

  /** What the layers said of a key that was asked for. */
  record Loaded(Wanted wanted, Walk.Result result) {}

  /** What the layers say of several keys, of which each layer is asked at once. */
  List<Loaded> loadAll(List<Wanted> all) {
    List<Loaded> loaded = new ArrayList<>();
    List<Led> led = new ArrayList<>();
    List<Wanted> joined = new ArrayList<>();
    for (Wanted one : all) {
      if (isKnownAbsent(one.key(), one.terms())) {
        loaded.add(new Loaded(one, absent()));
      } else {
        leadOrJoin(one, loaded, led, joined);
      }
    }
    // What this call leads comes first: waiting before would let two callers wait for each other.
    walkAll(led, loaded);
    joined.forEach(one -> loaded.add(new Loaded(one, load(one.key(), one.terms()))));
    return loaded;
  }

  /** A walk that this call leads. */
  private record Led(Wanted wanted, Walk walk, SingleFlight.Flight flight) {}

  private void leadOrJoin(Wanted one, List<Loaded> loaded, List<Led> led, List<Wanted> joined) {
    Key key = one.key();
    SingleFlight.Flight flight =
        copies.isInDoubt(key) ? SingleFlight.alone() : flights.lead(key, copies.floor(key));
    if (flight == null) {
      joined.add(one);
      return;
    }
    Walk.Result arrived = arrivedMeanwhile(key, one.terms());
    if (arrived == null) {
      led.add(new Led(one, walker.begin(key, one.terms()), flight));
    } else {
      flights.land(key, flight, arrived);
      loaded.add(new Loaded(one, arrived));
    }
  }

  /* Walks all keys together, layer by layer, and ends all flights, whatever happens. */
  private void walkAll(List<Led> led, List<Loaded> loaded) {
    try {
      walker.walkAll(led.stream().map(Led::walk).toList());
      for (Led one : led) {
        Walk.Result result = walker.conclude(one.walk());
        loaded.add(new Loaded(one.wanted(), result));
        flights.land(one.walk().key(), one.flight(), result);
      }
    } catch (RuntimeException | Error e) {
      led.forEach(one -> flights.crash(one.walk().key(), one.flight(), e)); // unless it has landed
      throw e;
    }
  }

  private long patience(Walk.Terms terms) {
    return terms.isServed() ? softMillis : timeoutMillis;
  }

  private boolean isKnownAbsent(Key key, Walk.Terms terms) {
    return terms.own() == null && copies.isKnownAbsent(key);
  }

  private Walk.Result absent() {
    return Walk.Result.of(Answer.current(null, authority));
  }
}
