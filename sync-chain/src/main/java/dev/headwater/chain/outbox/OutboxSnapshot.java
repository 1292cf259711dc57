package dev.headwater.chain.outbox;

import dev.headwater.chain.config.ChainFile;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryOrder;
import dev.headwater.store.Key;
import dev.headwater.store.Write;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journals;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal says that a chain owes, read from outside, whoever owns the journal. What was
 * delivered in the last moments may still be in it.
 *
 * @param waiting the writes that wait for layers, the oldest first
 * @param deadLetters the writes that a layer will never take, the oldest first
 */
public record OutboxSnapshot(List<Waiting> waiting, List<DeadLetter> deadLetters) {

  /** Nothing is owed. */
  public static final OutboxSnapshot EMPTY = new OutboxSnapshot(List.of(), List.of());

  public OutboxSnapshot {
    waiting = List.copyOf(waiting);
    deadLetters = List.copyOf(deadLetters);
  }

  /** How far a write is. */
  public enum Stage {
    /** The authority is asked about it, or was when the process ended; nobody was told of it. */
    ASKED,
    /** It was accepted, and the authority has not decided about it yet. */
    ACCEPTED,
    /** The authority has it. */
    DECIDED
  }

  /**
   * A write that waits.
   *
   * @param id its number in the outbox
   * @param write the write
   * @param stage how far it is
   * @param since since when it waits
   * @param layers the layers that are owed it
   */
  public record Waiting(long id, Write write, Stage stage, Instant since, List<String> layers) {

    public Waiting {
      layers = List.copyOf(layers);
    }
  }

  /**
   * What the journal of a chain's file holds at this moment; nothing if there is none.
   *
   * @throws dev.headwater.chain.config.ChainFileException if the file names no journal
   * @throws dev.headwater.store.StoreException if it can't be read
   */
  public static OutboxSnapshot of(ChainFile file, StoreEnvironment environment) {
    return file.outbox().file().map(uri -> of(uri, file, environment)).orElse(EMPTY);
  }

  private static OutboxSnapshot of(StoreUri uri, ChainFile file, StoreEnvironment environment) {
    try {
      return of("journal(%s)".formatted(uri.path()), Journals.peek(uri, environment));
    } catch (IllegalArgumentException e) {
      throw file.wrong(file.outbox().lines().of("file"), "outbox: file: " + e.getMessage());
    }
  }

  /**
   * Reads what a journal holds.
   *
   * @param journal what errors call it
   * @param sections its records, by section
   * @throws dev.headwater.store.RejectedException if a record is of no known format
   */
  static OutboxSnapshot of(String journal, Map<String, List<Journal.Saved>> sections) {
    Map<Long, ItemRecord.SavedProgress> progress = new HashMap<>();
    for (Journal.Saved saved : sections.getOrDefault(Sections.PROGRESS, List.of())) {
      progress.put(
          saved.number(),
          SavedRecords.parse(journal, Sections.PROGRESS, saved, ItemRecord::progress));
    }
    List<Waiting> waiting = new ArrayList<>();
    for (Journal.Saved saved : sections.getOrDefault(Sections.OUTBOX, List.of())) {
      ItemRecord.SavedItem item =
          SavedRecords.parse(journal, Sections.OUTBOX, saved, ItemRecord::item);
      ItemRecord.SavedProgress now =
          progress.getOrDefault(
              saved.number(), new ItemRecord.SavedProgress(item.state(), item.owed()));
      waiting.add(
          new Waiting(
              saved.number(),
              item.write(),
              stage(now.state()),
              Instant.ofEpochMilli(item.sinceMillis()),
              now.owed()));
    }
    List<DeadLetter> dead = new ArrayList<>();
    for (Journal.Saved saved : sections.getOrDefault(Sections.DEAD, List.of())) {
      dead.add(
          SavedRecords.parse(journal, Sections.DEAD, saved, ItemRecord::dead)
              .numbered(saved.number()));
    }
    return new OutboxSnapshot(waiting, dead);
  }

  private static Stage stage(Item.State state) {
    return switch (state) {
      case INTENT, UNSURE -> Stage.ASKED;
      case JOURNALING, UNDECIDED -> Stage.ACCEPTED;
      case DECIDED -> Stage.DECIDED;
    };
  }

  /** What the layer is owed. */
  public LayerStatus status(String layer, Instant now) {
    List<Waiting> owed = waiting.stream().filter(one -> one.layers().contains(layer)).toList();
    Duration oldest =
        owed.stream()
            .map(one -> Duration.between(one.since(), now))
            .filter(age -> !age.isNegative())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return new LayerStatus(
        layer,
        owed.size(),
        owed.stream().mapToLong(one -> Item.bytes(one.write().entry())).sum(),
        oldest,
        0,
        (int) deadLetters.stream().filter(letter -> letter.layer().equals(layer)).count(),
        0,
        Optional.empty());
  }

  /** The newest entry of each key that was accepted and waits for some layer. */
  public Map<Key, Entry> accepted() {
    Map<Key, Entry> newest = new HashMap<>();
    for (Waiting one : waiting) {
      if (one.stage() != Stage.ASKED) {
        newest.merge(
            one.write().key(),
            one.write().entry(),
            (held, other) -> EntryOrder.supersedes(other, held) ? other : held);
      }
    }
    return newest;
  }
}
