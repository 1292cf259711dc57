package dev.headwater.store.github.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTreeTest {

  @Test
  void isAMapThatKeepsItsOlderVersions() {
    SplittableRandom random = new SplittableRandom(1);
    SortedTree<Integer, Integer> tree = SortedTree.empty(Comparator.naturalOrder());
    TreeMap<Integer, Integer> model = new TreeMap<>();
    List<SortedTree<Integer, Integer>> older = new ArrayList<>();
    List<TreeMap<Integer, Integer>> olderModels = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      int key = random.nextInt(500);
      if (random.nextInt(3) == 0) {
        tree = tree.without(key);
        model.remove(key);
      } else {
        tree = tree.with(key, step);
        model.put(key, step);
      }
      if (step % 1000 == 0) {
        older.add(tree);
        olderModels.add(new TreeMap<>(model));
      }
      assertThat(tree.size()).isEqualTo(model.size());
      assertThat(tree.get(key)).isEqualTo(model.get(key));
      int from = random.nextInt(-10, 510);
      assertThat(tree.ceilingKey(from)).isEqualTo(model.ceilingKey(from));
    }
    older.add(tree);
    olderModels.add(model);
    for (int i = 0; i < older.size(); i++) {
      check(older.get(i), olderModels.get(i));
    }
  }

  @Test
  void isShallowWhateverTheOrder() {
    SortedTree<Integer, Integer> tree = SortedTree.empty(Comparator.naturalOrder());
    for (int i = 0; i < 100_000; i++) {
      tree = tree.with(i, i);
    }
    for (int i = 0; i < 99_990; i++) {
      tree = tree.without(i);
    }
    assertThat(all(tree.values()))
        .containsExactly(
            99_990, 99_991, 99_992, 99_993, 99_994, 99_995, 99_996, 99_997, 99_998, 99_999);
    assertThat(tree.height()).isLessThanOrEqualTo(5);
  }

  private static void check(
      SortedTree<Integer, Integer> tree, NavigableMap<Integer, Integer> model) {
    assertThat(all(tree.values())).containsExactlyElementsOf(model.values());
    for (int from = -1; from < 510; from += 7) {
      assertThat(all(tree.valuesFrom(from)))
          .containsExactlyElementsOf(model.tailMap(from).values());
    }
    assertThat(tree.height()).isLessThanOrEqualTo(13);
  }

  private static List<Integer> all(Iterator<Integer> values) {
    List<Integer> all = new ArrayList<>();
    values.forEachRemaining(all::add);
    return all;
  }
}
