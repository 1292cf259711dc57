package dev.headwater.chain;

import java.util.function.Supplier;

/**
 * Ends a process in one of its calls of stores and journals, before or after the call's effect.
 * What the process does after its end has no effect.
 */
final class Fuse {

  private int call;
  private final Moment moment;
  private int calls;
  private boolean burnt;

  private Fuse(int call, Moment moment) {
    this.call = call;
    this.moment = moment;
  }

  enum Moment {
    BEFORE,
    AFTER
  }

  /** The end of a process. */
  static final class Burnt extends Error {
    private static final long serialVersionUID = 1;

    Burnt() {
      super("the process has ended", null, false, false);
    }
  }

  /** At the n-th call, counted from 1. */
  static Fuse at(int call, Moment moment) {
    return new Fuse(call, moment);
  }

  static Fuse never() {
    return new Fuse(Integer.MAX_VALUE, Moment.BEFORE);
  }

  /** The process does not end any more. */
  void remove() {
    call = Integer.MAX_VALUE;
  }

  /** Ends the process now. */
  void burn() {
    burnt = true;
  }

  boolean isBurnt() {
    return burnt;
  }

  int calls() {
    return calls;
  }

  void before() {
    requireAlive();
    calls++;
    burnIf(Moment.BEFORE);
  }

  void after() {
    requireAlive();
    burnIf(Moment.AFTER);
  }

  <T> T call(Supplier<T> call) {
    before();
    T answer = call.get();
    after();
    return answer;
  }

  private void burnIf(Moment now) {
    if (calls == call && moment == now) {
      burnt = true;
    }
    requireAlive();
  }

  private void requireAlive() {
    if (burnt) {
      throw new Burnt();
    }
  }
}
