package dev.headwater.testkit.simulation;

import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.util.function.Supplier;

/** What lies between the nodes and their servers and disks: where calls fail, and take time. */
public final class Network {

  private static final int DISK = 10; // so many times as reliable as a network

  private final Scheduler scheduler;
  private final Chance chance;
  private final Node carrier;
  private Weather weather = Weather.CALM;
  private Meanwhile meanwhile = node -> {};
  private long lastTroubleMillis = Long.MIN_VALUE;
  private long faults;

  public Network(Scheduler scheduler, Chance chance) {
    this.scheduler = scheduler;
    this.chance = chance;
    this.carrier = new Node("network", scheduler, new VirtualTime.Skewed(scheduler.time()));
  }

  /** What others do while a call of this node is on its way. */
  public interface Meanwhile {
    void pass(Node caller);
  }

  /** How the answer of a failed call is lost. */
  interface Loss {
    StoreException error(String what);
  }

  public void meanwhile(Meanwhile newMeanwhile) {
    meanwhile = newMeanwhile;
  }

  public void weather(Weather newWeather) {
    weather = newWeather;
  }

  public Weather weather() {
    return weather;
  }

  Chance chance() {
    return chance;
  }

  /** When something last went wrong on purpose, or somebody waited in vain. */
  public long lastTroubleMillis() {
    return Math.max(lastTroubleMillis, scheduler.lastLateMillis());
  }

  /** How often something went wrong on purpose. */
  public long faults() {
    return faults;
  }

  /** Something goes wrong on purpose: whoever complains now is right. */
  public void trouble() {
    faults++;
    lastTroubleMillis = scheduler.time().millis();
  }

  /**
   * Makes a call of a node: before its effect, and between effect and answer, others go on, it can
   * fail, and the node can end.
   */
  <T> T carry(Node node, Subject subject, Supplier<T> effect, Loss loss) {
    return carry(node, subject, effect, loss, 1, weather.pause());
  }

  /** {@link #carry} to a disk, which fails less often. */
  <T> T toDisk(Node node, Subject subject, Supplier<T> effect, Loss loss, Meantime meantime) {
    int pause = meantime == Meantime.NOTHING ? 0 : weather.pause();
    return carry(node, subject, effect, loss, DISK, pause);
  }

  /** What else the process does while it waits for a disk. */
  enum Meantime {
    ANYTHING,
    NOTHING
  }

  private <T> T carry(
      Node node, Subject subject, Supplier<T> effect, Loss loss, int reliability, int pause) {
    node.requireAlive();
    int dice = fate(node, weather.failBefore() / reliability, weather.crashBefore());
    if (dice < 0) {
      throw new StoreUnavailableException(subject, "simulated, before the effect");
    }
    pause(node, dice, pause);
    T answer = effect.get();
    dice = fate(node, weather.failAfter() / reliability, weather.crashAfter());
    if (dice < 0) {
      throw loss.error("simulated, after the effect");
    }
    pause(node, dice, pause);
    return answer;
  }

  /* Returns a number of 0 to 999, or below 0 if the call fails. */
  private int fate(Node node, int fail, int crash) {
    int dice = chance.below(1000);
    if (dice >= fail + crash) {
      return dice;
    }
    trouble();
    if (dice < fail) {
      return -1;
    }
    throw node.crash();
  }

  private void pause(Node node, int dice, int times) {
    if (dice >= 1000 - times) {
      meanwhile.pass(node);
      node.requireAlive();
    }
  }

  /** Does it once more, later, whoever lives then. */
  void repeat(Runnable effect) {
    if (chance.perMille(weather.repeat())) {
      scheduler.schedule(carrier, chance.below(2000), effect);
    }
  }
}
