package dev.headwater.store.github.layout;

import dev.headwater.store.github.layout.PathMeaning.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Large values as several files, since GitHub takes no blob of 40 MiB through its API. Pure.
 *
 * <p>The parts of what would lie at {@code a/b.bin} are {@code a/b.bin%~parts/000} and so on.
 */
public final class Chunks {

  /** The largest value that is one file. */
  public static final int MAX_FILE_BYTES = 32 * 1024 * 1024;

  /** The size of all parts but the last. */
  public static final int PART_BYTES = 16 * 1024 * 1024;

  /** The most parts of a value. */
  public static final int MAX_PARTS = 1000;

  private static final String DIRECTORY = RepositoryPaths.MARK + "parts/";
  private static final Pattern PART = Pattern.compile("(.+)%~parts/([0-9]{3})", Pattern.DOTALL);

  private Chunks() {}

  /** The contents of the files of a value: itself, or its parts. */
  public static List<byte[]> split(byte[] value) {
    if (value.length <= MAX_FILE_BYTES) {
      return List.of(value);
    }
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < value.length; from += PART_BYTES) {
      int to = Math.min(value.length - from, PART_BYTES) + from;
      parts.add(Arrays.copyOfRange(value, from, to));
    }
    return List.copyOf(parts);
  }

  /** The paths of the files of a value that has so many. */
  public static List<String> paths(String path, int files) {
    if (files == 1) {
      return List.of(path);
    }
    List<String> paths = new ArrayList<>(files);
    for (int number = 0; number < files; number++) {
      paths.add(path + DIRECTORY + String.format(Locale.ROOT, "%03d", number));
    }
    return List.copyOf(paths);
  }

  /** Which part of what a file with this path is; {@code null} if it is none. */
  static @Nullable Part part(String path) {
    Matcher matcher = PART.matcher(path);
    return matcher.matches()
        ? new Part(matcher.group(1), Integer.parseInt(matcher.group(2)))
        : null;
  }
}
