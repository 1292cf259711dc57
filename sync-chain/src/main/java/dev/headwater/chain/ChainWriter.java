package dev.headwater.chain;

import dev.headwater.chain.outbox.Delivery;
import dev.headwater.chain.outbox.Intents;
import dev.headwater.chain.outbox.WriteBehind;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out writes. Through the authority: it first, then the other layers that are written
 * through, then memory; what it refuses is visible nowhere, and what another layer fails to take,
 * or is written behind, the outbox owes to it. Locally: the outbox first, then memory; the outbox
 * asks the authority later.
 */
final class ChainWriter {

  private final ChainShape shape;
  private final Store authority;
  private final LocalCopies copies;
  private final Arrivals arrivals;
  private final WriteRules rules;
  private final AuthorityWrites asking;
  private final LayerWrites layers;
  private final WriteBehind outbox;
  private final OwnWrites own;
  private final ChainListener listener;
  private final boolean isOwedAnyway; // what the authority takes, even if nobody hears its answer
  private final Duration authorityDeadline;
  private final Duration allDeadlines;

  ChainWriter(
      ChainShape shape,
      Store authority,
      LayerWrites layers,
      LocalCopies copies,
      Arrivals arrivals,
      WriteBehind outbox,
      OwnWrites own,
      ChainSettings settings) {
    this.shape = shape;
    this.authority = authority;
    this.copies = copies;
    this.arrivals = arrivals;
    this.rules = new WriteRules(shape, settings.encodings());
    this.asking = new AuthorityWrites(settings.time(), shape.authority().deadlineMillis());
    this.layers = layers;
    this.outbox = outbox;
    this.own = own;
    this.listener = settings.listener();
    this.isOwedAnyway = layers.hasBehind() || (layers.hasThrough() && shape.authority().isBehind());
    this.authorityDeadline = Duration.ofMillis(shape.authority().deadlineMillis());
    this.allDeadlines = Duration.ofMillis(shape.deadlinesMillis());
  }

  MergeOutcome merge(Write write, Acknowledgement level) {
    List<Write> writes = List.of(write);
    rules.check("merge", writes);
    if (level == Acknowledgement.LOCAL) {
      return acceptLocally("merge", writes).get(0);
    }
    List<LocalCopies.Ticket> tickets = List.of(copies.ticket(write.key()));
    MergeOutcome outcome = decide(writes, tickets, () -> List.of(authority.merge(write))).get(0);
    return level == Acknowledgement.ALL ? everywhere(write, outcome) : outcome;
  }

  List<MergeOutcome> mergeAll(Batch batch, Acknowledgement level) {
    List<Write> writes = batch.writes();
    rules.check("mergeAll", writes);
    if (batch.atomicity() == Batch.Atomicity.EACH && level == Acknowledgement.LOCAL) {
      return acceptLocally("mergeAll", writes);
    }
    List<MergeOutcome> outcomes =
        batch.atomicity() == Batch.Atomicity.EACH
            ? decide(writes, tickets(batch), () -> authority.mergeAll(batch))
            : decideTogether(batch);
    return level == Acknowledgement.ALL ? everywhere(writes, outcomes) : outcomes;
  }

  // --- locally ---

  private List<MergeOutcome> acceptLocally(String operation, List<Write> writes) {
    rules.requireDecidable(operation, writes);
    List<MergeOutcome> outcomes = new ArrayList<>(outbox.accept(writes));
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof MergeOutcome.Written) {
        outcomes.set(i, new MergeOutcome.Written(outbox.layers(writes.get(i).key())));
      }
    }
    return outcomes;
  }

  // --- through the authority ---

  private List<MergeOutcome> decideTogether(Batch batch) {
    List<Key> keys = batch.writes().stream().map(Write::key).toList();
    List<LocalCopies.Ticket> tickets = tickets(batch);
    List<MergeOutcome> outcomes;
    copies.begin(keys);
    try {
      outcomes = decide(batch.writes(), tickets, () -> authority.mergeAll(batch));
    } finally {
      copies.end(keys);
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isHeld()) {
        copies.wrote(batch.writes().get(i).entry(), tickets.get(i));
      }
    }
    return outcomes;
  }

  private List<LocalCopies.Ticket> tickets(Batch batch) {
    return batch.writes().stream().map(write -> copies.ticket(write.key())).toList();
  }

  private List<MergeOutcome> decide(
      List<Write> writes, List<LocalCopies.Ticket> tickets, Supplier<List<MergeOutcome>> call) {
    outbox.awaitDecided(writes.stream().map(Write::key).toList(), authorityDeadline);
    Intents intents = isOwedAnyway ? outbox.intend(writes) : null;
    long listeners = own.listeners();
    List<MergeOutcome> outcomes = ask(writes, call, intents);
    List<Entry> held = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isHeld()) {
        held.add(writes.get(i).entry());
      }
    }
    Map<String, List<Entry>> failed = held.isEmpty() ? Map.of() : layers.copy(held);
    if (intents == null) {
      owe(failed);
    }
    List<Set<String>> owed = writes.stream().map(write -> owed(write.entry(), failed)).toList();
    if (intents != null) {
      settle(intents, outcomes, owed);
    }
    List<MergeOutcome> settled = new ArrayList<>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      Entry entry = writes.get(i).entry();
      settled.add(settle(entry, tickets.get(i), listeners, outcomes.get(i), owed.get(i)));
    }
    return settled;
  }

  private List<MergeOutcome> ask(
      List<Write> writes, Supplier<List<MergeOutcome>> call, @Nullable Intents intents) {
    try {
      return asking.ask(writes, call);
    } catch (OutcomeUnknownException e) {
      // Nobody knows what the authority holds now, so nobody may be told what memory holds.
      listener.failed(shape.authority().name(), e);
      writes.forEach(write -> copies.invalidate(write.key()));
      if (intents != null) {
        intents.unknown();
      }
      throw e;
    } catch (StoreException e) {
      if (intents != null) {
        intents.droppedAll();
      }
      throw e;
    } catch (RuntimeException e) {
      if (intents != null) {
        intents.unknown(); // a defect of the store: who knows what it has done
      }
      throw e;
    }
  }

  private static void settle(Intents intents, List<MergeOutcome> outcomes, List<Set<String>> owed) {
    intents.together(
        () -> {
          for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).isHeld()) {
              intents.taken(i, owed.get(i));
            } else {
              intents.dropped(i);
            }
          }
        });
  }

  private void owe(Map<String, List<Entry>> failed) {
    failed.forEach(
        (layer, entries) ->
            outbox
                .owe(entries, List.of(layer))
                .forEach(entry -> listener.repairDropped(layer, entry.key())));
  }

  /* Who does not have the entry yet, if the authority has taken it. */
  private Set<String> owed(Entry entry, Map<String, List<Entry>> failed) {
    Set<String> names = layers.hasBehind() ? layers.behind(entry.key()) : new LinkedHashSet<>();
    failed.forEach(
        (layer, entries) -> {
          if (entries.contains(entry)) {
            names.add(layer);
          }
        });
    return names;
  }

  private MergeOutcome settle(
      Entry entry,
      LocalCopies.Ticket ticket,
      long listeners,
      MergeOutcome outcome,
      Set<String> owed) {
    if (outcome instanceof MergeOutcome.Collided) {
      listener.collided(shape.authority().name(), entry);
    }
    if (outcome.isHeld()) {
      boolean newest = copies.wrote(entry, ticket);
      if (newest && outcome.wrote()) { // a repetition is no news, and what is late comes by a feed
        own.taken(entry, listeners);
      }
    } else {
      Stamp held = heldInstead(outcome);
      if (held == null) {
        copies.invalidate(entry.key());
      } else {
        copies.heard(entry.key(), held, ticket);
      }
    }
    return outcome instanceof MergeOutcome.Written && !owed.isEmpty()
        ? new MergeOutcome.Written(List.copyOf(owed))
        : outcome;
  }

  private static @Nullable Stamp heldInstead(MergeOutcome outcome) {
    if (outcome instanceof MergeOutcome.Superseded superseded) {
      return superseded.held();
    }
    if (outcome instanceof MergeOutcome.Collided collided) {
      return collided.held();
    }
    return outcome instanceof MergeOutcome.Refused refused ? refused.held() : null;
  }

  // --- in all layers ---

  private MergeOutcome everywhere(Write write, MergeOutcome outcome) {
    return everywhere(List.of(write), List.of(outcome)).get(0);
  }

  private List<MergeOutcome> everywhere(List<Write> writes, List<MergeOutcome> outcomes) {
    List<MergeOutcome> waited = new ArrayList<>(outcomes);
    outbox.awaitDelivered(writes.stream().map(Write::entry).toList(), allDeadlines);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof MergeOutcome.Written written) {
        waited.set(i, new MergeOutcome.Written(stillBehind(writes.get(i), written)));
      }
    }
    return waited;
  }

  private List<String> stillBehind(Write write, MergeOutcome.Written written) {
    Delivery delivery = outbox.delivery(write.key(), write.entry().stamp());
    return written.behind().stream()
        .filter(
            layer ->
                switch (delivery.state(layer)) {
                  case PENDING, DEAD -> true;
                  case SUPERSEDED -> outbox.owed(layer, write.key()) != null; // the newer one
                  case DELIVERED, WITHDRAWN -> false;
                })
        .toList();
  }

  // --- forgetting ---

  int purge(Collection<Purge> purges) {
    rules.requireWritable("purge", null);
    outbox.awaitDecided(purges.stream().map(Purge::key).toList(), authorityDeadline);
    purges.forEach(copies::purging);
    arrivals.await(authorityDeadline);
    int purged = authority.purge(purges);
    outbox.forget(purges, allDeadlines);
    layers.purge(purges);
    purges.forEach(copies::purged); // and what reads found meanwhile
    return purged;
  }
}
