package dev.headwater.benchmarks.behind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the keys whose writes were acknowledged.
 *
 * @param delivered of these, the last acknowledged write is what the remote was told last
 * @param outOfOrder of these, the remote was told of the last acknowledged write, and afterwards of
 *     an older one
 * @param lost of these, the remote never heard of the last acknowledged write
 */
record Fates(int delivered, int outOfOrder, int lost) {

  /**
   * Compares what was acknowledged with what arrived.
   *
   * @param acknowledged acknowledged writes; those of one key in their order
   * @param arrived what the remote was told, in its order. What was not acknowledged may be among
   *     it, and writes may be repeated
   */
  static Fates of(List<Operation> acknowledged, List<Operation> arrived) {
    Map<String, List<Long>> told = byKey(arrived);
    int delivered = 0;
    int outOfOrder = 0;
    int lost = 0;
    for (Map.Entry<String, List<Long>> key : byKey(acknowledged).entrySet()) {
      List<Long> known = new ArrayList<>(told.getOrDefault(key.getKey(), List.of()));
      known.retainAll(key.getValue());
      Long newest = last(key.getValue());
      if (!known.contains(newest)) {
        lost++;
      } else if (last(known).equals(newest)) {
        delivered++;
      } else {
        outOfOrder++;
      }
    }
    return new Fates(delivered, outOfOrder, lost);
  }

  int keys() {
    return delivered + outOfOrder + lost;
  }

  private static Long last(List<Long> versions) {
    return versions.get(versions.size() - 1);
  }

  private static Map<String, List<Long>> byKey(List<Operation> operations) {
    Map<String, List<Long>> versions = new HashMap<>();
    for (Operation operation : operations) {
      versions.computeIfAbsent(operation.key(), key -> new ArrayList<>(2)).add(operation.version());
    }
    return versions;
  }
}
