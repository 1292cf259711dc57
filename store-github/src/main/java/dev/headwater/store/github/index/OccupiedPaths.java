package dev.headwater.store.github.index;

import dev.headwater.store.Key;
import dev.headwater.store.github.layout.FoldedPath;
import dev.headwater.store.github.layout.RepositoryPaths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a repository that hold values, so that a new one neither meets another on a file
 * system that ignores case, nor stands where another needs a directory. Immutable. People may have
 * committed files that do meet; then both are here.
 */
public final class OccupiedPaths {

  static final OccupiedPaths NONE =
      new OccupiedPaths(SortedTree.empty(Comparator.<String>naturalOrder()));

  /** By folded path. */
  private final SortedTree<String, List<Place>> places;

  private record Place(String path, Key key) {}

  private OccupiedPaths(SortedTree<String, List<Place>> places) {
    this.places = places;
  }

  OccupiedPaths with(String path, Key key) {
    List<Place> now = new ArrayList<>(others(path));
    now.add(new Place(path, key));
    return new OccupiedPaths(places.with(FoldedPath.of(path), List.copyOf(now)));
  }

  OccupiedPaths without(String path) {
    List<Place> rest = others(path);
    String folded = FoldedPath.of(path);
    return new OccupiedPaths(rest.isEmpty() ? places.without(folded) : places.with(folded, rest));
  }

  /** Whose value the file at exactly this path is; {@code null} if it is nobody's. */
  @Nullable Key keyAt(String path) {
    for (Place place : at(FoldedPath.of(path))) {
      if (place.path.equals(path)) {
        return place.key;
      }
    }
    return null;
  }

  /** Where the value of a key that has no file yet should lie. */
  String choose(Key key) {
    String natural = RepositoryPaths.natural(key);
    if (isFree(natural)) {
      return natural;
    }
    String alternate = RepositoryPaths.alternate(key);
    return isFree(alternate) ? alternate : RepositoryPaths.hashed(key);
  }

  private boolean isFree(String path) {
    return RepositoryPaths.fits(path) && !isTaken(FoldedPath.of(path));
  }

  private boolean isTaken(String folded) {
    if (!at(folded).isEmpty()) {
      return true;
    }
    String below = places.ceilingKey(folded + "/");
    if (below != null && below.startsWith(folded + "/")) {
      return true;
    }
    for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
      if (!at(folded.substring(0, slash)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private List<Place> others(String path) {
    return at(FoldedPath.of(path)).stream().filter(place -> !place.path.equals(path)).toList();
  }

  private List<Place> at(String folded) {
    List<Place> found = places.get(folded);
    return found == null ? List.of() : found;
  }
}
