package dev.headwater.store.github.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Precondition;
import dev.headwater.store.Purge;
import dev.headwater.store.Write;
import dev.headwater.store.github.index.CommitWork.Outcome;
import dev.headwater.store.github.layout.SegmentName;
import dev.headwater.testkit.ManualClock;
import dev.headwater.testkit.RandomEntries;
import dev.headwater.testkit.ReferenceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commits beside a reference store that is asked for the same. After each of them, who made
 * it, who follows each, who follows now and then, and who reads all anew know the same.
 */
class CommitPlanModelTest {

  private static final int COMMITS = 1000;
  private static final List<Key> KEYS =
      Stream.of("a", "A", "a/b", "a/b/c", "A/b", "é", "É", "x.json", "x.JSON", "d/", "d", "d//e")
          .map(Key::of)
          .toList();

  private final ManualClock clock = new ManualClock();
  private final ReferenceStore model = ReferenceStore.create("model", clock);
  private Tree tree = Tree.empty();
  private Index index = Index.empty("life");
  private Index follower = index;
  private Index straggler = index;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void allComeToTheSame(long seed) {
    RandomEntries random = new RandomEntries(seed, KEYS, clock.millis());
    for (int commit = 0; commit < COMMITS; commit++) {
      List<CommitWork> works = works(random);
      CommitPlan.Context context =
          new CommitPlan.Context("github(test)", clock.millis(), List.of());
      CommitPlan plan = CommitPlan.of(index, Adoption.NONE, works, context);
      List<Outcome> expected = works.stream().map(this::onModel).toList();
      assertThat(plan.outcomes()).as("commit %d of seed %d", commit, seed).isEqualTo(expected);
      if (!plan.isEmpty()) {
        take(plan, random.random());
      }
    }
    assertThat(index.sequence()).isGreaterThan(COMMITS / 8);
  }

  private void take(CommitPlan plan, SplittableRandom random) {
    tree = tree.commit(plan);
    index = plan.next();
    follower = follower.next(tree.read(List.of(SegmentName.of(index.sequence()))).get(0));
    NavigableSet<SegmentName> present = tree.segments();
    tree.checkDescribedBy(index);
    check(index, present);
    check(follower, present);
    if (random.nextInt(20) == 0) {
      List<SegmentName> unread = Index.toRead(present, straggler.sequence());
      straggler = straggler.caughtUp(index.sequence(), tree.read(unread), present);
      check(straggler, present);
      check(Index.of("life", index.sequence(), tree.read(present), present), present);
    }
  }

  private void check(Index known, NavigableSet<SegmentName> present) {
    assertThat(known.sequence()).isEqualTo(index.sequence());
    assertThat(known.segments()).isEqualTo(present);
    assertThat(known.missing()).isEmpty();
    assertThat(tree.entries(known)).isEqualTo(modelled());
    assertThat(known.changes(Position.after(0), Integer.MAX_VALUE))
        .containsExactlyInAnyOrderElementsOf(known.page("", null, Integer.MAX_VALUE))
        .isEqualTo(index.changes(Position.after(0), Integer.MAX_VALUE));
  }

  private List<Entry> modelled() {
    List<Entry> all = new ArrayList<>();
    try (EntryCursor cursor = model.list(ListRequest.all(""))) {
      while (true) {
        var page = cursor.next();
        all.addAll(page.entries());
        if (page.last()) {
          return all;
        }
      }
    }
  }

  private Outcome onModel(CommitWork work) {
    if (work instanceof CommitWork.Forgetting forgetting) {
      return new Outcome.Forgot(model.purge(forgetting.purges()));
    }
    return new Outcome.Merged(model.mergeAll(((CommitWork.Merging) work).batch()));
  }

  private static List<CommitWork> works(RandomEntries random) {
    List<CommitWork> works = new ArrayList<>();
    int count = 1 + random.random().nextInt(3);
    for (int i = 0; i < count; i++) {
      works.add(work(random));
    }
    return works;
  }

  private static CommitWork work(RandomEntries random) {
    int size = 1 + random.random().nextInt(4);
    return switch (random.random().nextInt(5)) {
      case 0, 1 ->
          new CommitWork.Merging(
              new Batch(
                  random.keys(size).stream().map(key -> write(random, key)).toList(),
                  Atomicity.ALL));
      case 2, 3 ->
          new CommitWork.Merging(
              new Batch(
                  Stream.generate(() -> write(random, random.key())).limit(size).toList(),
                  Atomicity.EACH));
      default ->
          new CommitWork.Forgetting(
              random.keys(size).stream().map(key -> new Purge(key, random.stamp())).toList());
    };
  }

  private static Write write(RandomEntries random, Key key) {
    Precondition precondition =
        switch (random.random().nextInt(4)) {
          case 0 -> Precondition.absent();
          case 1 -> Precondition.stampIs(random.stamp());
          default -> Precondition.none();
        };
    return new Write(random.entry(key), precondition);
  }
}
