package dev.headwater.chain;

import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import dev.headwater.store.journal.Journal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a chain has followed its layers, kept in the journal: a {@link FollowPlace} per layer in
 * section {@value #SECTION}, and what was {@linkplain LeftOutKeys left out} on the way.
 *
 * <p>A place counts only for the extent for which it was noted: the same layers above, in the same
 * incarnations, with the same filters. A record of another format counts as none. Thread-safe.
 */
final class FollowMarks {

  static final String SECTION = "mark";

  private final Consumer<List<Journal.Change>> later;
  private final Map<String, Noted> places = new HashMap<>(); // by layer; guarded by this
  private final LeftOutKeys leftOut = new LeftOutKeys(); // guarded by this
  private long numbers; // the highest one used; guarded by this

  private FollowMarks(Consumer<List<Journal.Change>> later) {
    this.later = later;
  }

  private record Noted(long number, FollowPlace place) {}

  /**
   * The marks that the journal knows.
   *
   * @param later notes changes of the journal some time later, those of one call all or none, and
   *     calls in their order
   */
  static FollowMarks of(Optional<Journal> journal, Consumer<List<Journal.Change>> later) {
    FollowMarks marks = new FollowMarks(later);
    journal.ifPresent(from -> marks.recover(from.read(SECTION), from.read(LeftOutKeys.SECTION)));
    return marks;
  }

  /** The marks that a journal knew when somebody looked at it from outside. */
  static FollowMarks seen(Map<String, List<Journal.Saved>> sections) {
    FollowMarks marks = new FollowMarks(changes -> {});
    marks.recover(
        sections.getOrDefault(SECTION, List.of()),
        sections.getOrDefault(LeftOutKeys.SECTION, List.of()));
    return marks;
  }

  private synchronized void recover(List<Journal.Saved> saved, List<Journal.Saved> savedLeftOut) {
    savedLeftOut.forEach(leftOut::recover);
    for (Journal.Saved one : saved) {
      numbers = Math.max(numbers, one.number());
      FollowPlace place = FollowPlace.parse(one.bytes());
      if (place != null) { // or else nothing is lost but time: the layer is listed anew
        places.put(place.layer(), new Noted(one.number(), place));
      }
    }
  }

  // --- for who follows ---

  /** Where to go on following the layer; {@code null} if it has to be listed to its end before. */
  synchronized @Nullable Mark of(String layer, FollowPlace.Extent extent) {
    FollowPlace place = place(layer, extent);
    return place != null && place.isListed() ? place.mark() : null;
  }

  /** A listing of the layer that was not brought to its end; {@code null} for none. */
  synchronized @Nullable FollowPlace listing(String layer, FollowPlace.Extent extent) {
    FollowPlace place = place(layer, extent);
    return place != null && !place.isListed() ? place : null;
  }

  /**
   * All changes of the layer before the place's mark, and all that was listed of it, are in all
   * layers of the extent, but what is left out.
   */
  synchronized void reached(FollowPlace place, Collection<Key> missing) {
    String layer = place.layer();
    Noted before = places.get(layer);
    if (before != null && before.place().equals(place) && missing.isEmpty()) {
      return;
    }
    List<Journal.Change> changes = new ArrayList<>();
    if (before == null || !before.place().extent().equals(place.extent())) {
      changes.addAll(leftOut.clear(layer));
    }
    changes.addAll(leftOut.add(layer, missing));
    long number = before == null ? ++numbers : before.number();
    places.put(layer, new Noted(number, place));
    changes.add(new Journal.Put(SECTION, number, place.bytes()));
    later.accept(changes);
  }

  /** Forgets what was noted of the layer in another life than that of the mark. */
  synchronized void enter(String layer, Mark mark) {
    Noted before = places.get(layer);
    if (before != null && !before.place().mark().incarnation().equals(mark.incarnation())) {
      places.remove(layer);
      List<Journal.Change> changes = leftOut.clear(layer);
      changes.add(new Journal.Remove(SECTION, before.number()));
      later.accept(changes);
    }
  }

  private @Nullable FollowPlace place(String layer, FollowPlace.Extent extent) {
    Noted noted = places.get(layer);
    return noted != null && noted.place().extent().equals(extent) ? noted.place() : null;
  }

  // --- for who reads ---

  /**
   * The authority that has whatever the layer held of the key when it was followed last, as {@link
   * FollowPlace.Extent} says it; {@code null} if that is not known of any.
   */
  synchronized @Nullable ByteBuffer having(String layer, Key key) {
    Noted noted = places.get(layer);
    return noted != null && noted.place().isListed() && !leftOut.mayHave(layer, key)
        ? noted.place().extent().authority()
        : null;
  }
}
