package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.testkit.FaultyStore;
import dev.headwater.testkit.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a process does until it ends, and what it has promised by then. */
record CrashScenario(String name, Script script) {

  /** What a process told before it ended. */
  static final class Promises {
    /** The last acknowledged entry of each key, and those that were never to be seen again. */
    final Map<Key, Entry> acknowledged = new HashMap<>();

    final Set<Entry> gone = new HashSet<>();

    void put(OutboxRig rig, Entry entry) {
      put(rig, entry, Precondition.none());
    }

    void put(OutboxRig rig, Entry entry, Precondition precondition) {
      if (rig.put(entry, precondition).isHeld()) {
        acknowledged.put(entry.key(), entry);
      }
    }
  }

  interface Script {
    void run(OutboxRig rig, Promises promises);
  }

  static final List<CrashScenario> ALL =
      List.of(
          new CrashScenario(
              "puts and deletes",
              (rig, told) -> {
                told.put(rig, value("a", 10, "a1"));
                told.put(rig, value("b", 11, "b1"));
                rig.pass(Duration.ofMillis(1));
                told.put(rig, value("a", 12, "a2"));
                told.put(rig, tombstone("b", 13));
                rig.pass(Duration.ofMillis(30));
                told.put(rig, value("b", 14, "b2"));
                rig.pass(Duration.ofMillis(30));
              }),
          new CrashScenario(
              "conditional",
              (rig, told) -> {
                told.put(rig, value("a", 10, "a1"), Precondition.absent());
                told.put(rig, value("a", 11, "a2"), Precondition.stampIs(stamp(10)));
                rig.pass(Duration.ofMillis(1));
                told.put(rig, value("a", 12, "a3"), Precondition.stampIs(stamp(11)));
                told.put(rig, tombstone("a", 13), Precondition.stampIs(stamp(12)));
                told.put(rig, value("a", 14, "a5"), Precondition.absent());
                rig.pass(Duration.ofMillis(30));
              }),
          new CrashScenario(
              "while all is away",
              (rig, told) -> {
                rig.authorityIsAway();
                rig.replicaFaults.faults().down();
                told.put(rig, value("a", 10, "a1"), Precondition.absent());
                told.put(rig, value("a", 11, "a2"));
                told.put(rig, value("b", 12, "b1"));
                rig.pass(Duration.ofSeconds(3));
                told.put(rig, value("a", 13, "a3"), Precondition.stampIs(stamp(11)));
                told.put(rig, tombstone("b", 14));
                rig.authorityIsBack();
                rig.pass(Duration.ofSeconds(20));
                told.put(rig, value("b", 15, "b3"));
                rig.pass(Duration.ofSeconds(20));
              }),
          new CrashScenario(
              "lost answers",
              (rig, told) -> {
                rig.authorityFaults.faults().failAfter(Operation.MERGE_ALL, 2);
                rig.replicaFaults.faults().failAfter(Operation.MERGE_ALL, 2);
                told.put(rig, value("a", 10, "a1"), Precondition.absent());
                rig.pass(Duration.ofMillis(1));
                told.put(rig, value("a", 11, "a2"), Precondition.stampIs(stamp(10)));
                rig.pass(Duration.ofSeconds(20));
                told.put(rig, value("a", 12, "a3"));
                rig.pass(Duration.ofSeconds(20));
              }),
          new CrashScenario(
              "batches",
              (rig, told) -> {
                List<Entry> entries = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                  entries.add(value("k" + i, 10 + i, "v"));
                }
                rig.chain.mergeAll(Batch.of(entries));
                entries.forEach(entry -> told.acknowledged.put(entry.key(), entry));
                rig.pass(Duration.ofMillis(30));
              }),
          /* Somebody else has the key; later it is deleted, so that the write would be taken now. */
          new CrashScenario(
              "refused",
              (rig, told) -> {
                rig.authorityIsAway();
                Entry refused = value("a", 20, "refused");
                rig.put(refused, Precondition.absent());
                rig.authorityData.peek(key("a"));
                FaultyStore other = rig.authorityFaults;
                other.faults().up();
                other.merge(Write.of(value("a", 5, "other's")));
                rig.pass(Duration.ofSeconds(1));
                if (rig.events.lines().contains("withdrawn a REFUSED")) {
                  told.gone.add(refused);
                }
                other.merge(Write.of(tombstone("a", 6)));
                rig.pass(Duration.ofSeconds(20));
              }),
          new CrashScenario(
              "purged",
              (rig, told) -> {
                Entry entry = value("a", 10, "a1");
                rig.put(entry);
                rig.pass(Duration.ofMillis(1));
                rig.chain.purge(List.of(Purge.of(entry)));
                told.gone.add(entry);
                rig.pass(Duration.ofMillis(30));
              }),
          new CrashScenario(
              "dead and retried",
              (rig, told) -> {
                rig.authorityFaults.faults().runBefore(Operation.MERGE_ALL, () -> rejectOnce(rig));
                told.put(rig, value("a", 10, "a1"));
                rig.pass(Duration.ofSeconds(1));
                rig.authorityFaults.faults().runBefore(Operation.MERGE_ALL, rig.fuse::before);
                rig.chain
                    .outbox()
                    .deadLetters()
                    .forEach(l -> rig.chain.outbox().retry(List.of(l.id())));
                rig.pass(Duration.ofSeconds(1));
              }));

  private static void rejectOnce(OutboxRig rig) {
    rig.fuse.before();
    throw new RejectedException(
        new Subject("authority", "mergeAll", null),
        RejectedException.Reason.UNSUPPORTED,
        "not this one");
  }

  @Override
  public String toString() {
    return name;
  }
}
