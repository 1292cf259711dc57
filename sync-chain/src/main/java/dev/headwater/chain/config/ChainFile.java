package dev.headwater.chain.config;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.spi.StoreUri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/**
 * A chain as a file describes it, checked as far as it can be without opening a store. What is not
 * set is empty and left to the chain's own defaults.
 *
 * @param path the file
 * @param name what errors call the chain
 * @param acknowledge {@code local}, {@code authority} or {@code all}
 * @param serveStaleFor for how long copies are served that may be out of date
 * @param confirmCopiesEvery how often copies are compared with what the authority holds
 * @param rememberAbsenceFor for how long an absence is remembered
 * @param rememberedKeys of how many keys the last stamp is remembered
 * @param encodings the encodings that values may have; empty for any
 * @param outbox what is kept of what is owed
 * @param layers the layers, from the top
 * @param lines where the settings of the whole chain stand
 */
public record ChainFile(
    Path path,
    Optional<String> name,
    Optional<String> acknowledge,
    Optional<Duration> serveStaleFor,
    Optional<Duration> confirmCopiesEvery,
    Optional<Duration> rememberAbsenceFor,
    Optional<Integer> rememberedKeys,
    List<String> encodings,
    OutboxSettings outbox,
    List<LayerSettings> layers,
    Lines lines) {

  /** The URI scheme of a chain in a file. */
  public static final String SCHEME = "chain";

  private static final String LOCAL = "local";
  static final List<String> ACKNOWLEDGEMENTS = List.of(LOCAL, "authority", "all");

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_REMEMBERED_KEYS = 1 << 26;
  private static final List<String> KEYS =
      List.of(
          "name",
          "acknowledge",
          "serve-stale-for",
          "confirm-copies-every",
          "remember-absence-for",
          "remembered-keys",
          "encodings",
          "outbox",
          "layer");
  private static final String A_LAYER =
      "[[layer]] with name, store and role, once for each layer from the top";

  public ChainFile {
    encodings = List.copyOf(encodings);
    layers = List.copyOf(layers);
  }

  /**
   * The file that a URI such as {@code chain:/etc/app/chain.toml} names.
   *
   * @throws IllegalArgumentException if the URI is none of a chain
   */
  public static Path path(StoreUri uri) {
    if (!uri.parameters().isEmpty()) {
      throw new IllegalArgumentException(
          "a chain: URI has no parameters; what there is to set is in the file");
    }
    if (!uri.hosts().isEmpty() || uri.user().isPresent() || uri.path().isBlank()) {
      throw new IllegalArgumentException(
          "a chain: URI names a file: write chain:FILE, such as chain:/etc/app/chain.toml");
    }
    return uri.file(uri.path());
  }

  /**
   * Reads a file.
   *
   * @param variables the environment variables, which stores' URIs may name
   * @throws ChainFileException if it can't be read, or describes no chain
   */
  public static ChainFile read(Path path, Map<String, String> variables) {
    return parse(text(path), path, variables);
  }

  /**
   * Reads a file's text.
   *
   * @param path where it is: relative paths in it begin in its directory
   */
  public static ChainFile parse(String text, Path path, Map<String, String> variables) {
    Problems problems = new Problems(path.toString());
    TomlParseResult parsed = Toml.parse(text, TomlVersion.V1_0_0);
    for (TomlParseError error : parsed.errors()) {
      problems.add(error.position().line(), String.valueOf(error.getMessage()));
    }
    problems.requireNone();
    ChainFile file = read(new Section(parsed, "", 1, problems), path, new Variables(variables));
    problems.requireNone();
    return file;
  }

  /** Whether writes are accepted without an answer of the authority. */
  public boolean acknowledgesLocally() {
    return acknowledge.isPresent()
        ? acknowledge.get().equals(LOCAL)
        : layers.stream()
            .filter(LayerSettings::isStore)
            .findFirst()
            .filter(authority -> authority.write().equals(LayerSettings.BEHIND))
            .isPresent();
  }

  /** This chain to be read only: none of its layers is written, and its outbox is left alone. */
  public ChainFile toBeRead() {
    return new ChainFile(
        path,
        name,
        acknowledge,
        serveStaleFor,
        confirmCopiesEvery,
        rememberAbsenceFor,
        rememberedKeys,
        encodings,
        outbox.withoutFile(),
        layers.stream().map(LayerSettings::readOnly).toList(),
        lines);
  }

  private static ChainFile read(Section top, Path path, Variables variables) {
    Path parent = path.getParent();
    Path directory = parent == null ? Path.of("") : parent;
    top.requireKeysAmong(KEYS);
    return new ChainFile(
        path,
        top.text("name", "a name in quotes"),
        top.word("acknowledge", ACKNOWLEDGEMENTS),
        top.duration("serve-stale-for", Duration.ZERO),
        top.duration("confirm-copies-every", Duration.ZERO),
        top.duration("remember-absence-for", Duration.ZERO),
        top.number("remembered-keys", 1, MAX_REMEMBERED_KEYS),
        top.all("encodings", "a list of encodings, such as [\"utf-8\"]", ChainFile::encoding),
        top.section("outbox", "outbox", "[outbox] and its settings")
            .map(section -> OutboxSettings.read(section, directory, variables))
            .orElse(OutboxSettings.NONE),
        layers(top, directory, variables),
        Lines.of(top));
  }

  private static List<LayerSettings> layers(Section top, Path directory, Variables variables) {
    List<Section> sections = top.sections("layer", A_LAYER);
    if (sections.isEmpty() && !top.has("layer")) {
      top.problem(1, "there is no layer; expected " + A_LAYER);
    }
    List<LayerSettings> layers = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    for (Section section : sections) {
      LayerSettings.read(section, directory, variables).ifPresent(layers::add);
      section.knownText("name").ifPresent(name -> requireNew(name, section, names));
    }
    return layers;
  }

  private static void requireNew(String name, Section section, Map<String, Integer> names) {
    int line = section.line("name");
    Integer before = names.putIfAbsent(name, line);
    if (before != null) {
      section.problem(
          line,
          "name is \"%s\", as on line %d; expected another name for each layer"
              .formatted(name, before));
    }
  }

  private static String encoding(String text) {
    return EncodedValue.of(new byte[0], text).encoding();
  }

  private static String text(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unreadable(path, "the file has more than %d bytes".formatted(MAX_BYTES));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw unreadable(path, "there is no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(path, "the file is not UTF-8");
    } catch (IOException e) {
      throw unreadable(
          path, "the file can't be read: " + (Files.isDirectory(path) ? "it is a directory" : e));
    }
  }

  private static ChainFileException unreadable(Path path, String what) {
    return new ChainFileException(List.of(new Problem(path.toString(), 0, what)));
  }

  /** The error that says what is wrong on a line of this file. */
  public ChainFileException wrong(int line, String what) {
    return new ChainFileException(List.of(new Problem(path.toString(), line, what)));
  }
}
