package dev.headwater.store.github.rest;

import dev.headwater.store.github.rest.Cost.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides which request may be sent when, by the rules of GitHub's "Rate limits for the REST API":
 * the hourly limit that answers tell, points and writes by the minute and hour, one write of a
 * repository at a time. Where GitHub refuses although the rules were kept, it halves what it uses,
 * and then feels its way up again. Pure: told the time. Not thread-safe.
 */
final class RateBudget {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final double MINUTE_BURST = 0.5;
  private static final double HOUR_BURST = 0.25;
  private static final double LEAST_SCALE = 1.0 / 16;
  private static final double SCALE_STEP = 1.0 / 8;
  private static final long STEP_NANOS = Duration.ofMinutes(5).toNanos();

  private final int readsAtOnce;
  private final TokenBucket points;
  private final TokenBucket writesByMinute;
  private final TokenBucket writesByHour;
  private final HourlyLimit hourly = new HourlyLimit();
  private final LimitPause pause;
  private final Set<String> beingWritten = new HashSet<>();

  private int reads; // under way
  private double scale = 1;
  private long scaleNanos; // when the scale changed last

  RateBudget(RateLimits limits, long nowNanos) {
    readsAtOnce = limits.readsAtOnce();
    points = new TokenBucket(limits.pointsPerMinute(), MINUTE, MINUTE_BURST, nowNanos);
    writesByMinute = new TokenBucket(limits.writesPerMinute(), MINUTE, MINUTE_BURST, nowNanos);
    writesByHour = new TokenBucket(limits.writesPerHour(), HOUR, HOUR_BURST, nowNanos);
    pause = new LimitPause(nowNanos);
    scaleNanos = nowNanos;
  }

  /** Whether such a request may be sent now, and else what it has to wait for. */
  Admission ask(Cost cost, long nowNanos) {
    if (isOccupied(cost)) {
      return new Admission.Occupied(cost.isWrite() ? "another write" : "other reads");
    }
    return room(cost.kind(), 1, nowNanos);
  }

  /** How long until so many writes may be sent at once. */
  Duration waitForWrites(int writes, long nowNanos) {
    return room(Kind.WRITE, writes, nowNanos) instanceof Admission.After after
        ? Duration.ofNanos(after.nanos())
        : Duration.ZERO;
  }

  private boolean isOccupied(Cost cost) {
    return cost.isWrite() ? beingWritten.contains(cost.repository()) : reads >= readsAtOnce;
  }

  private Admission room(Kind kind, int requests, long nowNanos) {
    recover(nowNanos);
    Admission room = new Admission.Granted();
    room = room.or(pause.waitNanos(nowNanos), "GitHub asked to wait");
    room =
        room.or(
            hourly.waitNanos(kind, requests, nowNanos), "its requests of this hour are used up");
    room =
        room.or(
            points.waitNanos((double) requests * kind.points(), scale, nowNanos),
            "too many requests a minute");
    if (kind == Kind.WRITE) {
      room =
          room.or(writesByMinute.waitNanos(requests, scale, nowNanos), "too many writes a minute");
      room = room.or(writesByHour.waitNanos(requests, scale, nowNanos), "too many writes an hour");
    }
    return room;
  }

  /** The request is sent. */
  void sent(Cost cost, long nowNanos) {
    hourly.sent();
    points.take(cost.kind().points(), scale, nowNanos);
    if (cost.isWrite()) {
      beingWritten.add(cost.repository());
      writesByMinute.take(1, scale, nowNanos);
      writesByHour.take(1, scale, nowNanos);
    } else {
      reads++;
    }
  }

  /** The request has ended without an answer. */
  void lost(Cost cost) {
    end(cost);
  }

  private void end(Cost cost) {
    if (cost.isWrite()) {
      beingWritten.remove(cost.repository());
    } else {
      reads--;
    }
  }

  /** The request has ended with an answer that said this. */
  void answered(Cost cost, LimitSignal signal, long nowNanos) {
    end(cost);
    recover(nowNanos);
    hourly.answered(signal, reads + beingWritten.size(), nowNanos);
    if (!signal.limited()) {
      pause.passed(nowNanos);
      return;
    }
    boolean foreseen = pause.isOn(nowNanos) || signal.remaining().orElse(1) == 0;
    pause.limited(signal, nowNanos);
    if (!foreseen) {
      setScale(Math.max(LEAST_SCALE, scale / 2), nowNanos);
    }
  }

  private void recover(long nowNanos) {
    long steps = (nowNanos - scaleNanos) / STEP_NANOS;
    if (scale < 1 && steps > 0) {
      setScale(Math.min(1, scale + steps * SCALE_STEP), nowNanos);
    }
  }

  private void setScale(double newScale, long nowNanos) {
    scale = newScale;
    scaleNanos = nowNanos;
  }
}
