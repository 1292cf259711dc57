package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** The files that say what the directory {@code .headwater} is. Pure. */
public final class FormatFile {

  /** The file that names the format. */
  public static final String PATH = RepositoryPaths.OWN_DIRECTORY + "/format.json";

  /** The file for people. */
  public static final String README_PATH = RepositoryPaths.OWN_DIRECTORY + "/README.md";

  private static final int VERSION = 1;
  private static final Pattern INCARNATION = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String README =
      """
      # Headwater's index

      Headwater keeps key-value entries in this repository: each file outside of this directory is
      a value, and its path is the key. The files here say who wrote which entry when.

      - Change, add, rename and delete files of the repository as you like, with git or on GitHub:
        Headwater takes over what you commit.
      - Leave this directory as it is. Damage to it is mended where Headwater still knows what it
        said.
      - A clone of the repository is useful without Headwater.
      """;

  private FormatFile() {}

  /** What a format file says. */
  public sealed interface Format {

    /** A repository of this format, and the id of its life. */
    record Known(String incarnation) implements Format {}

    /** Something else: nothing may be read or written. */
    record Unknown(String reason) implements Format {}
  }

  /** Both files of a repository with this id of its life: letters, digits and hyphens. */
  public static List<RepositoryFile> files(String incarnation) {
    if (!INCARNATION.matcher(incarnation).matches()) {
      throw new IllegalArgumentException("no id of a repository's life: " + incarnation);
    }
    String format = "{\"format\":%d,\"incarnation\":\"%s\"}\n".formatted(VERSION, incarnation);
    return List.of(RepositoryFile.of(PATH, format.getBytes(UTF_8)), readme());
  }

  /** The file for people alone. */
  public static RepositoryFile readme() {
    return RepositoryFile.of(README_PATH, README.getBytes(UTF_8));
  }

  /** Reads a format file. */
  public static Format parse(byte[] content) {
    try {
      JsonNode file = MAPPER.readTree(content);
      if (!file.path("format").isInt()) {
        return new Format.Unknown(PATH + " names no format");
      }
      int version = file.path("format").intValue();
      if (version != VERSION) {
        return new Format.Unknown(
            "the repository has format %d, and this version of Headwater knows %d"
                .formatted(version, VERSION));
      }
      String incarnation = file.path("incarnation").asText();
      return INCARNATION.matcher(incarnation).matches()
          ? new Format.Known(incarnation)
          : new Format.Unknown(PATH + " has no incarnation");
    } catch (IOException e) {
      return new Format.Unknown(PATH + " is no JSON");
    }
  }
}
