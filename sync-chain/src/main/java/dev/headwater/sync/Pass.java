package dev.headwater.sync;

import dev.headwater.store.StoreException;
import dev.headwater.sync.Action.Copy;
import dev.headwater.sync.Action.Effect;
import dev.headwater.sync.Action.Hold;
import dev.headwater.sync.Action.Keep;
import dev.headwater.sync.Difference.Differs;
import java.util.OptionalLong;
import java.util.function.Function;

/** One walk over the differences of two stores, in which each is planned and handed over. */
final class Pass {

  private final Pair pair;
  private final Settings settings;
  private final Planner planner;
  private final Tally tally;
  private final RemovalBudget budget;
  private final Outlet toSource;
  private final Outlet toTarget;

  private Pass(
      Pair pair,
      Settings settings,
      Tally tally,
      RemovalBudget budget,
      Function<Side, Outlet> outlets) {
    this.pair = pair;
    this.settings = settings;
    this.planner = pair.planner(settings.mode());
    this.tally = tally;
    this.budget = budget;
    this.toSource = outlets.apply(Side.SOURCE);
    this.toTarget = outlets.apply(Side.TARGET);
  }

  /** Counts what would be done, writes nothing, and says whether it may be done. */
  static Ending rehearse(Pair pair, Settings settings, Tally tally) {
    RemovalBudget counted = new RemovalBudget(settings.maxDeletes());
    RemovalBudget unlimited = new RemovalBudget(OptionalLong.empty());
    Outlet counting = new Outlet.Counting(tally);
    Ending ending = new Pass(pair, settings, tally, unlimited, side -> counting).walk();
    return ending == Ending.Completed.COMPLETED
        ? counted.judge(tally.transfer(Side.SOURCE), tally.transfer(Side.TARGET))
        : ending;
  }

  /** Does what is to be done. */
  static Ending apply(Pair pair, Settings settings, Tally tally) {
    RemovalBudget budget = new RemovalBudget(settings.maxDeletes());
    Function<Side, Outlet> appliers =
        side -> new Applier(side, pair, tally, settings.batchSize(), settings.inFlight());
    return new Pass(pair, settings, tally, budget, appliers).walk();
  }

  private Ending walk() {
    try (Differences differences = pair.march(settings.filter(), settings.pageSize())) {
      walk(differences);
      return Ending.Completed.COMPLETED;
    } catch (StoreException e) {
      return new Ending.Failed(e);
    }
  }

  private void walk(Differences differences) {
    boolean finished = false;
    try {
      Action.Handler handler = new Handling();
      for (Difference next = differences.next(); next != null; next = differences.next()) {
        tellConflict(next);
        planner.plan(next, settings.time().millis()).handOver(handler);
        tally.compared();
      }
      toSource.finish();
      toTarget.finish();
      tally.tellProgress();
      finished = true;
    } finally {
      if (!finished) {
        abandon();
      }
    }
  }

  private void abandon() {
    pair.stop();
    try {
      toSource.settle();
    } finally {
      toTarget.settle(); // even if a listener threw
    }
  }

  private void tellConflict(Difference difference) {
    if (difference instanceof Differs differs && differs.collides()) {
      Side newer = differs.newer();
      tally.conflict(differs.on(newer), newer);
    }
  }

  private final class Handling implements Action.Handler {
    @Override
    public void copy(Copy copy) {
      if (copy.effect() == Effect.REMOVES && !budget.take(copy.to())) {
        tally.held(overLimit(copy));
      } else {
        outlet(copy.to()).add(copy);
      }
    }

    @Override
    public void keep(Keep action) {
      tally.kept(action);
    }

    @Override
    public void hold(Hold action) {
      tally.held(action.held());
    }

    @Override
    public void unchanged() {
      tally.unchanged();
    }

    private Outlet outlet(Side side) {
      return side == Side.SOURCE ? toSource : toTarget;
    }

    private static HeldRecord overLimit(Copy copy) {
      return new HeldRecord(
          copy.entry().key(),
          copy.to().other(),
          HeldRecord.Reason.DELETE_LIMIT,
          "it would remove a value, after as many removals as maxDeletes allows");
    }
  }
}
