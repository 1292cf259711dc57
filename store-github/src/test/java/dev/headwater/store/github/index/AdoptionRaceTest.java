package dev.headwater.store.github.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Stamp;
import dev.headwater.store.Write;
import dev.headwater.store.github.layout.IndexedEntry;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.ReferenceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several processes and people at one repository. Each process tells a memory of its own what it
 * sees, whenever it looks; some begin anew. In the end all memories hold what the repository says:
 * nobody's memory keeps, or brings back, what came before somebody's commit.
 */
class AdoptionRaceTest {

  private static final int STEPS = 1500;
  private static final int PROCESSES = 3;
  private static final long NOW = 100_000;
  private static final List<String> PATHS = List.of("a", "b", "c/d", "c/e.json", "f");

  private record Commit(Tree tree, boolean isHeadwaters, long sequence, long millis) {}

  private final List<Commit> history = new ArrayList<>();

  /** One that uses the repository, and tells a layer above what it sees. */
  private final class Participant {
    private ReferenceStore memory = ReferenceStore.create("memory", new ManualClock());
    private Index index = Index.empty("life");
    private Adoption adoption = Adoption.NONE;

    void look() {
      int last = lastOfHeadwater();
      Commit base = history.get(last);
      if (base.sequence() > index.sequence()) {
        NavigableSet<SegmentName> present = base.tree().segments();
        List<SegmentName> unread = Index.toRead(present, index.sequence());
        index = index.caughtUp(base.sequence(), base.tree().read(unread), present);
      }
      List<Long> times = new ArrayList<>();
      history.subList(last, history.size()).forEach(commit -> times.add(commit.millis()));
      Passage passage = new Passage(times, history.size() - 1 - last, NOW, "Ada");
      List<Difference> differences = base.tree().differences(head());
      adoption = Adoption.of(index, adoption, differences, passage, 1000);
      head().entries(adoption.onto(index)).forEach(entry -> memory.merge(Write.of(entry)));
    }

    void write(List<CommitWork> works) {
      look();
      CommitPlan plan = CommitPlan.of(index, adoption, works, Plans.CONTEXT);
      if (!plan.isEmpty()) {
        history.add(new Commit(head().commit(plan), true, plan.sequence(), 0));
        look();
      }
    }

    /* What this one's layer above has and the repository has not. */
    void writeBack() {
      List<Entry> all = new ArrayList<>();
      try (var cursor = memory.list(ListRequest.all("").pageSize(1000))) {
        all.addAll(cursor.next().entries());
      }
      write(List.of(Plans.each(all.toArray(Entry[]::new))));
    }

    void beginAnew() {
      index = Index.empty("life");
      adoption = Adoption.NONE;
      memory = ReferenceStore.create("memory", new ManualClock());
      look();
    }

    List<Entry> told() {
      try (var cursor = memory.list(ListRequest.all("").pageSize(1000))) {
        return cursor.next().entries();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nobodyKeepsWhatCameBefore(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    history.add(new Commit(Tree.empty(), true, 0, 0));
    List<Participant> processes = Stream.generate(Participant::new).limit(PROCESSES).toList();
    for (int step = 0; step < STEPS; step++) {
      Participant one = processes.get(random.nextInt(PROCESSES));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> one.look();
        case 3 -> one.write(List.of(Plans.each(entry(random))));
        case 4 -> {
          if (random.nextInt(10) == 0) {
            one.beginAnew();
          }
        }
        default -> commitOfAPerson(random);
      }
    }
    Tree files = head().copy();
    for (int round = 0; round < 4; round++) {
      processes.forEach(Participant::writeBack);
    }
    for (Participant process : processes) {
      process.look();
      assertThat(process.adoption.isEmpty()).isTrue();
      assertThat(process.told()).as("seed %d", seed).isEqualTo(head().entries(process.index));
    }
    assertThat(values(head())).as("what people see on GitHub").isEqualTo(values(files));
    head().checkDescribedBy(processes.get(0).index);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsAdoptedIsNewerAndTheSameForAll(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    history.add(new Commit(Tree.empty(), true, 0, 0));
    Participant writer = new Participant();
    for (int step = 0; step < 300; step++) {
      commitOfAPerson(random);
      Participant left = new Participant();
      Participant right = new Participant();
      left.look();
      right.look();
      assertThat(left.adoption.entries()).isEqualTo(right.adoption.entries());
      for (IndexedEntry adopted : left.adoption.entries()) {
        IndexedEntry old = left.index.find(adopted.key());
        assertThat(old == null || adopted.stamp().isAfter(old.stamp())).isTrue();
      }
      head().checkDescribedBy(left.adoption.onto(left.index));
      if (random.nextInt(4) == 0) {
        writer.write(List.of(Plans.each(entry(random))));
      }
    }
  }

  private void commitOfAPerson(SplittableRandom random) {
    Tree after = head().copy();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      String path = PATHS.get(random.nextInt(PATHS.size()));
      if (after.has(path) && random.nextInt(3) == 0) {
        after.delete(path);
      } else {
        after.put(path, "person " + random.nextInt(3));
      }
    }
    history.add(new Commit(after, false, 0, random.nextInt(2000)));
  }

  private static Entry entry(SplittableRandom random) {
    Key key = Key.of(PATHS.get(random.nextInt(PATHS.size())));
    Stamp stamp = Stamp.of(random.nextInt(3000), random.nextInt(3), 1 + random.nextInt(3));
    return random.nextInt(3) == 0
        ? Entry.tombstone(key, stamp)
        : Entry.of(
            key, stamp, EncodedValue.of(("process " + random.nextInt(3)).getBytes(UTF_8), "utf-8"));
  }

  private Tree head() {
    return history.get(history.size() - 1).tree();
  }

  private int lastOfHeadwater() {
    int last = history.size() - 1;
    while (!history.get(last).isHeadwaters()) {
      last--;
    }
    return last;
  }

  private static List<String> values(Tree tree) {
    return tree.files().entrySet().stream()
        .filter(file -> !file.getKey().startsWith(".headwater/"))
        .map(file -> file.getKey() + "=" + file.getValue().blob())
        .toList();
  }
}
