package dev.headwater.store.github.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.github.layout.PathMeaning.Ignored;
import dev.headwater.store.github.layout.PathMeaning.NoKey;
import dev.headwater.store.github.layout.PathMeaning.OfKey;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.eclipse.jgit.lib.ObjectChecker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class RepositoryPathsTest {

  private static final int GENERATED = 1_000_000;
  private static final int CHECKED_WHOLLY = 50_000;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "config/app.json, config/app.json",
        "a b/c-d_e~f.tar.gz, a b/c-d_e~f.tar.gz",
        "Grüße/漢字.txt, Grüße/漢字.txt",
        "party/😀, party/😀",
        "user:1, user%3A1",
        "100%, 100%25",
        "a//b, a/%-/b",
        "a/, a/%-",
        "/, %-/%-",
        "., %2E",
        ".., .%2E",
        "a/../b, a/.%2E/b",
        "end./x, end%2E/x",
        ".git/config, %2Egit/config",
        "x/.GitHub/workflows/ci.yml, x/%2EGitHub/workflows/ci.yml",
        "..git, ..git",
        ".gitignore, %2Egitignore",
        "git~1, git%7E1",
        "my.git~1, my.git~1",
        ".headwater/log, %2Eheadwater/log",
        ".Headwater, %2EHeadwater",
        "x/.headwater/log, x/.headwater/log",
        ".headwaters, .headwaters",
        "con, %63on",
        "CON.txt, %43ON.txt",
        "aux .c/x, %61ux .c/x",
        "lpt¹, %6Cpt¹",
        "console, console",
        "com10, com10",
        "C:\\dir, C%3A%5Cdir",
      })
  void naturalPathsAreWhatOneExpects(String key, String path) {
    assertThat(RepositoryPaths.natural(Key.of(key))).isEqualTo(path);
    assertThat(RepositoryPaths.meaning(path)).isEqualTo(new OfKey(Key.of(key)));
  }

  @Test
  void whatIsNotInNormalFormOrInvisibleIsEscaped() {
    assertThat(RepositoryPaths.natural(Key.of("e\u0301"))).isEqualTo("e%CC%81");
    assertThat(RepositoryPaths.natural(Key.of("é/e\u0301ü"))).isEqualTo("é/e%CC%81%C3%BC");
    assertThat(RepositoryPaths.natural(Key.of("a\u200db "))).isEqualTo("a%E2%80%8Db%20");
    assertThat(RepositoryPaths.natural(Key.of("\u200b.git"))).isEqualTo("%E2%80%8B.git");
    assertThat(RepositoryPaths.natural(Key.of("line\n\u2028"))).isEqualTo("line%0A%E2%80%A8");
    // the acute would join the last digit of the escape
    assertThat(RepositoryPaths.natural(Key.of(":\u0301"))).isEqualTo("%3A%CC%81");
  }

  @Test
  void alternateAndHashedPaths() {
    Key key = Key.of("Docs/a.txt");
    assertThat(RepositoryPaths.alternate(key)).isEqualTo("Docs%~/a%~c0e7110e88ad6861.txt");
    assertThat(RepositoryPaths.hashed(key))
        .isEqualTo("%~long/c0/" + sha256Of("Docs/a.txt") + ".txt");
    assertThat(RepositoryPaths.hashed(Key.of("a/x.not an extension"))).doesNotContain("not");
    assertThat(RepositoryPaths.alternate(Key.of(".profile"))).startsWith(".profile%~");
    assertThat(RepositoryPaths.alternate(Key.of("a/"))).startsWith("a%~/%-%~");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".github/workflows/ci.yml",
        ".gitattributes",
        "sub/.gitignore",
        "sub/.GITKEEP",
        ".headwater/log/0/000000000001-000000000001.jsonl",
        ".HEADWATER/x",
      })
  void filesOfGitAndOfTheIndexAreIgnored(String path) {
    assertThat(RepositoryPaths.meaning(path)).isEqualTo(Ignored.IGNORED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "50% off.txt",
        "%3a",
        "%41",
        "%ZZ",
        "%",
        "%FF",
        "%-x",
        "x%-",
        "con",
        "a:b",
        "trailing ",
        "dot.",
        "e\u0301",
        "%00",
        "%~long/ab/cdef",
        "%~long/c0/c0e7110e88ad6861.txt",
        "Docs%~/a%~c0e7110e88ad6862.txt",
        "Docs/a%~c0e7110e88ad6861.txt",
        "Docs%~/a.txt",
        "a%~",
        "a//b",
        "",
      })
  void otherFilesAreNoKeys(String path) {
    assertThat(RepositoryPaths.meaning(path)).isInstanceOf(NoKey.class);
  }

  @Test
  void partsOfLargeValuesAreToldApart() {
    assertThat(RepositoryPaths.meaning("a/b.bin%~parts/007"))
        .isEqualTo(new PathMeaning.Part("a/b.bin", 7));
    assertThat(RepositoryPaths.meaning("a/b.bin%~parts/7")).isInstanceOf(NoKey.class);
  }

  @Test
  void longPathsDoNotFit() {
    assertThat(RepositoryPaths.fits("a/b")).isTrue();
    assertThat(RepositoryPaths.fits("x".repeat(200))).isTrue();
    assertThat(RepositoryPaths.fits("x".repeat(201))).isFalse();
    assertThat(RepositoryPaths.fits("é".repeat(101))).isFalse();
    assertThat(RepositoryPaths.fits("x/".repeat(39) + "x")).isTrue();
    assertThat(RepositoryPaths.fits("x/".repeat(40) + "x")).isFalse();
    assertThat(RepositoryPaths.fits(("x".repeat(100) + "/").repeat(8))).isFalse();
  }

  /** A million keys; all paths are other ones, tell their key, and are safe. */
  @Test
  void generatedKeysHaveSafePathsOfTheirOwn() throws Exception {
    SplittableRandom random = new SplittableRandom(20261121);
    ObjectChecker git = checker();
    Map<String, Key> owners = new HashMap<>();
    for (int i = 0; i < GENERATED; i++) {
      Key key = AwkwardText.key(random, i % 50 == 0 ? 60 : 5);
      String natural = RepositoryPaths.natural(key);
      if (owners.size() < CHECKED_WHOLLY) {
        assertThat(owners.putIfAbsent(natural, key)).as(natural).isIn(null, key);
      }
      checkDecodable(key, natural);
      checkSafe(git, natural);
      if (i < CHECKED_WHOLLY) {
        checkDecodable(key, RepositoryPaths.alternate(key));
        checkSafe(git, RepositoryPaths.alternate(key));
        checkSafe(git, RepositoryPaths.hashed(key));
      }
    }
  }

  private static void checkDecodable(Key key, String path) {
    PathMeaning meaning = RepositoryPaths.meaning(path);
    if (!(meaning instanceof OfKey named) || !named.key().equals(key)) {
      assertThat(meaning).as("'%s' of '%s'", path, key).isEqualTo(new OfKey(key));
    }
  }

  private static void checkSafe(ObjectChecker git, String path) throws Exception {
    git.checkPath(path);
    for (String name : path.split("/", -1)) {
      String folded = name.toLowerCase(Locale.ROOT);
      boolean safe =
          !name.isEmpty()
              && !folded.startsWith(".git")
              && !folded.startsWith("git~")
              && !name.equals("..")
              && !name.endsWith(".")
              && !name.endsWith(" ")
              && name.chars().noneMatch(c -> c < ' ' || "<>:\"|?*\\\u007f".indexOf(c) >= 0)
              && Normalizer.isNormalized(name, Normalizer.Form.NFC);
      if (!safe) {
        throw new AssertionError("unsafe: '" + path + "'");
      }
    }
    if (path.toLowerCase(Locale.ROOT).equals(".headwater")
        || path.toLowerCase(Locale.ROOT).startsWith(".headwater/")) {
      throw new AssertionError("ours: '" + path + "'");
    }
  }

  private static ObjectChecker checker() {
    return new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true);
  }

  private static String sha256Of(String text) {
    StringBuilder hex = new StringBuilder();
    for (byte one : GitHash.sha256(text)) {
      hex.append("%02x".formatted(one));
    }
    return hex.toString();
  }
}
