package dev.headwater.store.github.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.github.layout.AwkwardText;
import dev.headwater.store.github.layout.RepositoryPaths;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OccupiedPathsTest {

  private static final int LIVES = 20;
  private static final int KEYS_OF_A_LIFE = 5_000;

  @Test
  void aFileIsNoDirectoryAndCaseTellsNothingApart() {
    OccupiedPaths paths = OccupiedPaths.NONE;
    for (String key : List.of("a", "b/c", "Dir/x", "é")) {
      assertThat(paths.choose(Key.of(key))).isEqualTo(key);
      paths = paths.with(key, Key.of(key));
    }
    assertThat(paths.choose(Key.of("a/b"))).startsWith("a%~/b%~");
    assertThat(paths.choose(Key.of("A"))).startsWith("A%~");
    assertThat(paths.choose(Key.of("b"))).startsWith("b%~");
    assertThat(paths.choose(Key.of("B/C"))).startsWith("B%~/C%~");
    assertThat(paths.choose(Key.of("dir"))).startsWith("dir%~");
    assertThat(paths.choose(Key.of("É"))).startsWith("É%~");
    assertThat(paths.choose(Key.of("dir/y"))).isEqualTo("dir/y");
    assertThat(paths.choose(Key.of("dirx"))).isEqualTo("dirx");
    assertThat(paths.without("a").choose(Key.of("A"))).isEqualTo("A");
  }

  @Test
  void peoplesFilesMayMeet() {
    OccupiedPaths paths = OccupiedPaths.NONE.with("A", Key.of("A")).with("a", Key.of("a"));
    assertThat(paths.keyAt("A")).isEqualTo(Key.of("A"));
    assertThat(paths.keyAt("a")).isEqualTo(Key.of("a"));
    OccupiedPaths one = paths.without("A");
    assertThat(one.keyAt("A")).isNull();
    assertThat(one.choose(Key.of("A"))).isNotEqualTo("A");
    assertThat(one.without("a").choose(Key.of("A"))).isEqualTo("A");
  }

  @Test
  void whatIsTooLongIsHashed() {
    Key key = Key.of("x".repeat(300) + ".txt");
    assertThat(OccupiedPaths.NONE.choose(key))
        .isEqualTo(RepositoryPaths.hashed(key))
        .startsWith("%~long/")
        .endsWith(".txt");
    Key nearly = Key.of("x".repeat(200));
    OccupiedPaths taken = OccupiedPaths.NONE.with(nearly.text(), nearly);
    Key other = Key.of("X".repeat(200));
    assertThat(taken.choose(other)).isEqualTo(RepositoryPaths.hashed(other));
  }

  /** Keys come and go; at any time the files of all fit on any file system. */
  @Test
  void livingFilesNeverMeet() {
    SplittableRandom random = new SplittableRandom(11);
    Set<String> kinds = new HashSet<>();
    for (int life = 0; life < LIVES; life++) {
      OccupiedPaths paths = OccupiedPaths.NONE;
      Map<Key, String> files = new HashMap<>();
      List<Key> keys = new ArrayList<>();
      for (int step = 0; step < KEYS_OF_A_LIFE; step++) {
        Key key = AwkwardText.key(random, step % 50 == 0 ? 80 : 3);
        if (!files.containsKey(key)) {
          String path = paths.choose(key);
          kinds.add(kind(key, path));
          paths = paths.with(path, key);
          files.put(key, path);
          keys.add(key);
        }
        if (random.nextInt(4) == 0) {
          Key gone = keys.remove(random.nextInt(keys.size()));
          paths = paths.without(files.remove(gone));
        }
      }
      checkApart(files);
      for (Map.Entry<Key, String> file : files.entrySet()) {
        assertThat(paths.keyAt(file.getValue())).isEqualTo(file.getKey());
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder("natural", "alternate", "hashed");
  }

  private static void checkApart(Map<Key, String> files) {
    Map<String, String> folded = new HashMap<>();
    for (String path : files.values()) {
      assertThat(RepositoryPaths.fits(path)).as(path).isTrue();
      assertThat(folded.put(fold(path), path)).as("meets %s", path).isNull();
    }
    for (String path : folded.keySet()) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        assertThat(folded).as("below %s", path).doesNotContainKey(path.substring(0, slash));
      }
    }
  }

  /* Not the code under test, and nothing above what file systems fold. */
  private static String fold(String path) {
    StringBuilder folded = new StringBuilder();
    Normalizer.normalize(path, Normalizer.Form.NFD)
        .codePoints()
        .map(Character::toUpperCase)
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return Normalizer.normalize(folded.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  private static String kind(Key key, String path) {
    if (path.equals(RepositoryPaths.natural(key))) {
      return "natural";
    }
    return path.equals(RepositoryPaths.alternate(key)) ? "alternate" : "hashed";
  }
}
