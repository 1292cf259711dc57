package dev.headwater.store.github.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.store.github.layout.GitHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest commit of a branch that was seen, in a file, so that the next process notices when the
 * branch was set back or away meanwhile. Where several processes write, the last one counts. A file
 * that makes no sense is as good as none. Thread-safe.
 */
public final class SeenHead {

  private static final Logger LOG = LoggerFactory.getLogger(SeenHead.class);
  private static final String DIRECTORY = "heads";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private final @Nullable Path directory; // null if nothing is kept
  private final String name;
  private String last = ""; // guarded by this

  private SeenHead(@Nullable Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /** Nothing is kept. */
  public static SeenHead forgotten() {
    return new SeenHead(null, "");
  }

  /** What is kept in this directory of the branch at that place. */
  public static SeenHead in(Path directory, String place) {
    return new SeenHead(directory.resolve(DIRECTORY), GitHash.blob(place.getBytes(UTF_8)));
  }

  /** The commit that was kept last. */
  public Optional<String> read() {
    if (directory == null) {
      return Optional.empty();
    }
    Path kept = directory.resolve(name);
    try {
      String id = Files.readString(kept).strip();
      if (ID.matcher(id).matches()) {
        return Optional.of(id);
      }
      LOG.warn("{} is damaged; it is left out", kept);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // the first process
    } catch (IOException e) {
      LOG.warn("{} can't be read ({}); it is left out", kept, e.toString());
    }
    return Optional.empty();
  }

  /** Keeps this commit instead. */
  public synchronized void keep(String commit) {
    if (directory == null || commit.equals(last)) {
      return;
    }
    last = commit;
    Path kept = directory.resolve(name);
    try {
      Files.createDirectories(directory);
      Path written = Files.createTempFile(directory, "new", ".tmp");
      Files.writeString(written, commit + "\n");
      Files.move(
          written, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} can't be written ({}); a restart won't know", kept, e.toString());
    }
  }

  /** What a person does who takes the branch as it is. */
  public String howToForget() {
    return directory == null
        ? "open the store anew"
        : "delete %s and open the store anew".formatted(directory.resolve(name));
  }
}
