package dev.headwater.store.cockroach;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges of several keys, each on its own. Sorted by key, so that concurrent batches take their
 * locks in one order, and cut into statements of some size. A key that occurs again is done in a
 * later round, as are conditional writes, one by one.
 */
final class BatchMerges {

  private final TransactionRetry retry;
  private final Merges merges;

  BatchMerges(TransactionRetry retry, Merges merges) {
    this.retry = retry;
    this.merges = merges;
  }

  /** The outcomes stand in the order of the writes. */
  List<MergeOutcome> mergeAll(Operation operation, List<Write> writes) {
    MergeOutcome[] outcomes = new MergeOutcome[writes.size()];
    for (List<Place> round : rounds(writes)) {
      new Round(operation, round, outcomes).run();
    }
    return Arrays.asList(outcomes);
  }

  /** A write and where its outcome belongs. */
  private record Place(Write write, int index) {
    Key key() {
      return write.key();
    }

    boolean isConditional() {
      return write.precondition() != Precondition.none();
    }
  }

  /* The n-th occurrences of all keys make the n-th round. */
  private static List<List<Place>> rounds(List<Write> writes) {
    List<Place> places = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      places.add(new Place(writes.get(i), i));
    }
    places.sort(Comparator.comparing(Place::key)); // stable: equal keys stay in their order
    List<List<Place>> rounds = new ArrayList<>();
    int round = 0;
    for (int i = 0; i < places.size(); i++) {
      boolean again = i > 0 && places.get(i).key().equals(places.get(i - 1).key());
      round = again ? round + 1 : 0;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(places.get(i));
    }
    return rounds;
  }

  /** Distinct keys, in order. */
  private final class Round {

    private final Operation operation;
    private final List<Place> places;
    private final MergeOutcome[] outcomes;
    private final RowBudget budget = new RowBudget();

    Round(Operation operation, List<Place> places, MergeOutcome[] outcomes) {
      this.operation = operation;
      this.places = places;
      this.outcomes = outcomes;
    }

    void run() {
      List<Place> plain = places.stream().filter(place -> !place.isConditional()).toList();
      for (int done = 0; done < plain.size(); ) {
        int from = done;
        done += retry.run(operation, session -> chunk(session, next(plain, from)), budget::shrink);
      }
      places.stream().filter(Place::isConditional).forEach(this::single);
    }

    private List<Place> next(List<Place> plain, int from) {
      List<Place> rest = plain.subList(from, plain.size());
      return rest.subList(
          0, budget.rows(rest, place -> WriteLimits.roughBytes(place.write().entry())));
    }

    private int chunk(Session session, List<Place> chunk) throws SQLException {
      List<Entry> entries = chunk.stream().map(place -> place.write().entry()).toList();
      Writes.Written written = Writes.mergeAll(session, entries);
      if (written.count() > 0) {
        operation.wrote();
      }
      for (Place place : chunk) {
        outcomes[place.index()] = MergeOutcome.written();
      }
      if (written.count() < chunk.size()) {
        Set<Key> keys = written.keys();
        explain(session, chunk.stream().filter(place -> !keys.contains(place.key())).toList());
      }
      return chunk.size();
    }

    private void explain(Session session, List<Place> lost) throws SQLException {
      Map<Key, Held.Row> held = Reads.held(session, lost.stream().map(Place::key).toList());
      for (Place place : lost) {
        outcomes[place.index()] = explain(session, place.write(), held);
      }
    }

    private MergeOutcome explain(Session session, Write write, Map<Key, Held.Row> held)
        throws SQLException {
      try {
        MergeOutcome outcome = merges.explain(session, write, held.get(write.key()));
        return outcome == null ? merges.attempt(session, write) : outcome;
      } catch (CorruptEntryException e) {
        return new MergeOutcome.Failed(e);
      }
    }

    private void single(Place place) {
      try {
        MergeOutcome outcome = merges.merge(operation, place.write());
        outcomes[place.index()] = outcome;
        if (outcome.wrote()) {
          operation.wrote();
        }
      } catch (CorruptEntryException e) {
        outcomes[place.index()] = new MergeOutcome.Failed(e);
      }
    }
  }
}
