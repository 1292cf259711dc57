package dev.headwater.github.emulator.git;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What readers see of the refs: what is, or, as from a replica that lags behind, what was before
 * the last change. A change that was not made through here counts from when it is first seen.
 * Thread-safe.
 */
public final class RefView {

  /** Through which replica a reader looks. */
  public enum Sight {
    /** What is, unless the view lags. */
    CURRENT,
    /** What was before the last change. */
    PREVIOUS
  }

  private record Seen(Optional<ObjectId> now, Optional<ObjectId> before, Instant changedAt) {}

  private final Refs refs;
  private final InstantSource time;
  private final Map<String, Seen> seen = new HashMap<>(); // guarded by this
  private Duration lag = Duration.ZERO; // guarded by this

  /** What is there already counts as not changed. */
  public RefView(Refs refs, InstantSource time) throws IOException {
    this.refs = refs;
    this.time = time;
    for (String name : refs.list(Constants.R_REFS)) {
      Optional<ObjectId> now = refs.read(name);
      seen.put(name, new Seen(now, now, Instant.MIN));
    }
  }

  /** For so long after a change, readers see what was before it. */
  public synchronized void lag(Duration duration) {
    lag = duration;
  }

  /** Takes note of what a ref holds, before and after it is changed. */
  public synchronized void note(String name) throws IOException {
    look(name);
  }

  /** What a reader finds. */
  public synchronized Optional<ObjectId> read(String name, Sight sight) throws IOException {
    Seen ref = look(name);
    return sight == Sight.PREVIOUS || lags(ref) ? ref.before() : ref.now();
  }

  /** The full names that start with the prefix and that a reader finds, in order. */
  public List<String> list(String prefix, Sight sight) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : refs.list(prefix)) {
      if (read(name, sight).isPresent()) {
        found.add(name);
      }
    }
    return List.copyOf(found);
  }

  private boolean lags(Seen ref) {
    return !lag.isZero()
        && !ref.changedAt().equals(Instant.MIN)
        && time.instant().isBefore(ref.changedAt().plus(lag));
  }

  private Seen look(String name) throws IOException {
    Optional<ObjectId> now = refs.read(name);
    Seen known = seen.getOrDefault(name, new Seen(Optional.empty(), Optional.empty(), Instant.MIN));
    if (known.now().equals(now)) {
      return known;
    }
    Seen changed = new Seen(now, known.now(), time.instant());
    seen.put(name, changed);
    return changed;
  }
}
