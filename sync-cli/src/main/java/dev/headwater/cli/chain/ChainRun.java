package dev.headwater.cli.chain;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.chain.outbox.LayerStatus;
import dev.headwater.cli.Session;
import dev.headwater.cli.chain.ChainEvent.Kind;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a chain going, and tells what happens in it. Used once, by one thread. */
public final class ChainRun {

  private static final long TICK_MILLIS = 500;
  private static final int TICKS_OF_HEALTH = 4; // it counts all that waits

  private final Session session;
  private final Output output;
  private final ChainEvents events;
  private final HealthChanges health = new HealthChanges();
  private int ticks;

  public ChainRun(Session session) {
    this.session = session;
    this.output = session.output();
    this.events =
        new ChainEvents(
            session.time(),
            session.isVerbose() ? ChainEvents.Detail.EVERYTHING : ChainEvents.Detail.USUAL);
  }

  /**
   * Runs the chain until this thread is interrupted or the time is over. Closing the session
   * delivers what waits then.
   */
  public void run(ChainFile file, Optional<Duration> duration) {
    OpenChain chain = session.open(file, events);
    session.endInOrder();
    Instant end = duration.map(session.time().instant()::plus).orElse(Instant.MAX);
    started(chain);
    boolean interrupted = false;
    while (!interrupted && session.time().instant().isBefore(end)) {
      interrupted = !tellWhatHappens(chain);
    }
    tellAll(events.next());
    output.print(events.event(Kind.ENDING, null, null));
    output.flush();
  }

  private void started(OpenChain chain) {
    output.print(
        events.event(
            Kind.STARTED,
            null,
            "%s as process %d; end with Ctrl-C"
                .formatted(chain.store().name(), ProcessHandle.current().pid())));
    if (chain.file().outbox().file().isEmpty()) {
      output.warn(
          "%s names no [outbox] file, so other commands leave nothing to be delivered"
              .formatted(chain.file().path()));
    }
    output.flush();
  }

  /* Whether to go on. */
  private boolean tellWhatHappens(OpenChain chain) {
    try {
      tellAll(events.next(TICK_MILLIS));
      delivered(chain);
      health(chain);
      output.flush();
      return true;
    } catch (InterruptedException e) {
      return false; // it was a signal to end, which is obeyed
    }
  }

  private void tellAll(@Nullable ChainEvent first) {
    for (ChainEvent event = first; event != null; event = events.next()) {
      output.print(event);
    }
    long leftOut = events.takeLeftOut();
    if (leftOut > 0) {
      output.print(events.event(Kind.LEFT_OUT, null, Amounts.count(leftOut)));
    }
  }

  private void health(OpenChain chain) {
    ticks++;
    if (ticks % TICKS_OF_HEALTH == 0) {
      health
          .since(chain.store().health())
          .ifPresent(
              change ->
                  output.print(
                      events.event(
                          change.kind(),
                          null,
                          change.reasons().isEmpty() ? null : change.reasons())));
    }
  }

  private void delivered(OpenChain chain) {
    Map<String, Long> delivered = events.takeDelivered();
    if (delivered.isEmpty()) {
      return;
    }
    for (LayerStatus layer : chain.store().outbox().status()) {
      Long taken = delivered.get(layer.layer());
      if (taken != null) {
        String what =
            "%s, %s"
                .formatted(
                    Amounts.count(taken, "write", "writes"),
                    layer.entries() == 0
                        ? "nothing waits"
                        : Amounts.count(layer.entries(), "write waits", "writes wait"));
        output.print(events.event(Kind.DELIVERED, layer.layer(), what));
      }
    }
  }
}
