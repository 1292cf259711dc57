package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.store.Key;
import dev.headwater.store.github.layout.PathMeaning.Ignored;
import dev.headwater.store.github.layout.PathMeaning.NoKey;
import dev.headwater.store.github.layout.PathMeaning.OfKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a key's value lies in the repository, and whose a file is, as {@code docs/layout/github.md}
 * describes it. Pure.
 *
 * <p>A key has three paths: its natural one, which is what a person expects; an alternate one for
 * when that is {@linkplain dev.headwater.store.github.index.OccupiedPaths taken}; and a hashed one
 * for when both are taken or too long. Keys can be told from the first two.
 */
public final class RepositoryPaths {

  /** The directory that belongs to Headwater. */
  public static final String OWN_DIRECTORY = ".headwater";

  /** Names with this in them are never natural. */
  static final String MARK = "%~";

  private static final int MAX_NAME_BYTES = 200;
  private static final int MAX_PATH_BYTES = 800;
  private static final int MAX_DEPTH = 40;
  private static final int HASH_DIGITS = 16;
  private static final String HASHED = MARK + "long/";
  private static final Pattern SHORT_EXTENSION = Pattern.compile("\\.[A-Za-z0-9]{1,8}");

  private RepositoryPaths() {}

  /** The path that a person expects, with escapes where a name would be refused or mistaken. */
  public static String natural(Key key) {
    String text = key.text();
    StringBuilder path = null;
    int start = 0;
    while (true) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      String segment = text.substring(start, end);
      String name = start == 0 ? rootName(segment) : FileName.of(segment);
      if (path == null && !name.equals(segment)) {
        path = new StringBuilder(text.length() + 16).append(text, 0, start);
      }
      if (path != null) {
        path.append(name).append(slash < 0 ? "" : "/");
      }
      if (slash < 0) {
        return path == null ? text : path.toString();
      }
      start = slash + 1;
    }
  }

  /** The path for when the natural one is taken; no natural path is like it. */
  public static String alternate(Key key) {
    String natural = natural(key);
    int leaf = natural.lastIndexOf('/') + 1;
    int dot = extension(natural, leaf);
    return natural.substring(0, leaf).replace("/", MARK + "/")
        + natural.substring(leaf, dot)
        + MARK
        + hash(key).substring(0, HASH_DIGITS)
        + natural.substring(dot);
  }

  /** The path for when the others are taken or too long; it does not tell the key. */
  public static String hashed(Key key) {
    String hash = hash(key);
    String text = key.text();
    String extension = text.substring(extension(text, text.lastIndexOf('/') + 1));
    return HASHED
        + hash.substring(0, 2)
        + "/"
        + hash
        + (SHORT_EXTENSION.matcher(extension).matches() ? extension : "");
  }

  /** Whether a path is short enough for every file system and for GitHub. */
  public static boolean fits(String path) {
    if (path.length() > MAX_PATH_BYTES || utf8Bytes(path) > MAX_PATH_BYTES) {
      return false;
    }
    List<String> names = names(path);
    return names.size() <= MAX_DEPTH
        && names.stream().allMatch(name -> utf8Bytes(name) <= MAX_NAME_BYTES);
  }

  /** Whether the key's value may lie here. */
  public static boolean isOf(Key key, String path) {
    return path.equals(natural(key)) || path.equals(alternate(key)) || path.equals(hashed(key));
  }

  /** What a file at this path is. */
  public static PathMeaning meaning(String path) {
    List<String> names = names(path);
    if (isOwn(path) || names.stream().anyMatch(FileName::isOfGit)) {
      return Ignored.IGNORED;
    }
    PathMeaning.Part part = Chunks.part(path);
    if (part != null) {
      return part;
    }
    if (path.startsWith(HASHED)) {
      return new NoKey("only the index tells whose it is, and it does not");
    }
    Key key = key(names, path);
    return key == null
        ? new NoKey("its name is none that Headwater gives to a key")
        : new OfKey(key);
  }

  /** Whether this is a file of Headwater's own. */
  public static boolean isOwn(String path) {
    if (!path.startsWith(".")) {
      return false;
    }
    int slash = path.indexOf('/');
    return FoldedPath.of(slash < 0 ? path : path.substring(0, slash)).equals(OWN_DIRECTORY);
  }

  private static String rootName(String segment) {
    return isOwn(segment) ? "%2E" + segment.substring(1) : FileName.of(segment);
  }

  private static @Nullable Key key(List<String> names, String path) {
    boolean alternate = path.contains(MARK);
    String text = alternate ? alternateText(names) : text(names);
    if (text == null) {
      return null;
    }
    try {
      Key key = Key.of(text);
      return path.equals(alternate ? alternate(key) : natural(key)) ? key : null;
    } catch (IllegalArgumentException e) {
      return null; // empty, too long, or with a NUL
    }
  }

  private static @Nullable String alternateText(List<String> names) {
    List<String> natural = new ArrayList<>();
    for (String name : names.subList(0, names.size() - 1)) {
      if (!name.endsWith(MARK)) {
        return null;
      }
      natural.add(name.substring(0, name.length() - MARK.length()));
    }
    String leaf = names.get(names.size() - 1);
    int mark = leaf.indexOf(MARK);
    int rest = mark + MARK.length() + HASH_DIGITS;
    if (mark < 0 || rest > leaf.length()) {
      return null;
    }
    natural.add(leaf.substring(0, mark) + leaf.substring(rest));
    return text(natural);
  }

  private static @Nullable String text(List<String> names) {
    List<String> segments = new ArrayList<>(names.size());
    for (String name : names) {
      String segment = FileName.decode(name);
      if (segment == null) {
        return null;
      }
      segments.add(segment);
    }
    return String.join("/", segments);
  }

  private static List<String> names(String path) {
    return List.of(path.split("/", -1));
  }

  /* Where the extension of the last name begins; the end if it has none. */
  private static int extension(String path, int leaf) {
    int dot = path.lastIndexOf('.');
    return dot > leaf ? dot : path.length();
  }

  private static String hash(Key key) {
    return HexFormat.of().formatHex(GitHash.sha256(key.text()));
  }

  private static int utf8Bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
