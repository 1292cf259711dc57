package dev.headwater.store.github.commits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.store.github.content.Contents;
import dev.headwater.store.github.index.FileChange;
import dev.headwater.store.github.rest.GitRepository;
import dev.headwater.store.github.rest.TreeChange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of a plan to GitHub. Text goes into the trees; other bytes become blobs first,
 * one by one. GitHub gives up on large trees, so they are made in chunks, each on the one before.
 * What was brought there once is named by its id when it is needed again, after a lost race.
 */
final class Uploads {

  static final int MAX_CHUNK_ENTRIES = 100;
  static final long MAX_CHUNK_BYTES = 1 << 20;

  /** The longest text that goes into a tree. */
  static final int MAX_TEXT_BYTES = 512 * 1024;

  private static final int REMEMBERED = 10_000;

  private final Contents contents;
  private final Cache<String, Boolean> stored =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(REMEMBERED).build();

  Uploads(Contents contents) {
    this.contents = contents;
  }

  /** How many of these files would be requests of their own. */
  long blobs(List<FileChange> files) {
    return files.stream().filter(this::isBlob).count();
  }

  private boolean isBlob(FileChange file) {
    return file instanceof FileChange.Put put
        && stored.getIfPresent(put.file().blob()) == null
        && !isText(put.file().content());
  }

  /** Somebody else brought these files there. */
  void remember(List<FileChange> files) {
    for (FileChange file : files) {
      if (file instanceof FileChange.Put put) {
        remember(put);
      }
    }
  }

  /** Stores the base with these changes; returns the tree's id. */
  String tree(GitRepository repository, String base, List<FileChange> files) {
    String tree = base;
    Chunk chunk = new Chunk();
    for (FileChange file : files) {
      TreeChange change = change(repository, file);
      if (!chunk.takes(change, file)) {
        tree = create(repository, tree, chunk);
        chunk = new Chunk();
      }
      chunk.add(change, file);
    }
    return create(repository, tree, chunk);
  }

  /** What goes into one tree request. */
  private static final class Chunk {

    private final List<TreeChange> changes = new ArrayList<>();
    private final List<FileChange.Put> texts = new ArrayList<>();
    private long bytes;

    boolean takes(TreeChange change, FileChange file) {
      return changes.isEmpty()
          || (changes.size() < MAX_CHUNK_ENTRIES && bytes + bytes(change, file) <= MAX_CHUNK_BYTES);
    }

    void add(TreeChange change, FileChange file) {
      changes.add(change);
      bytes += bytes(change, file);
      if (change instanceof TreeChange.Text && file instanceof FileChange.Put put) {
        texts.add(put);
      }
    }

    private static long bytes(TreeChange change, FileChange file) {
      return change instanceof TreeChange.Text && file instanceof FileChange.Put put
          ? put.file().content().length
          : 0;
    }
  }

  private String create(GitRepository repository, String base, Chunk chunk) {
    String tree = repository.createTree(base, List.copyOf(chunk.changes));
    chunk.texts.forEach(this::remember);
    return tree;
  }

  private TreeChange change(GitRepository repository, FileChange file) {
    if (!(file instanceof FileChange.Put put)) {
      return new TreeChange.Deleted(file.path());
    }
    if (stored.getIfPresent(put.file().blob()) != null) {
      return new TreeChange.Existing(put.file().path(), put.file().blob());
    }
    String text = text(put.file().content());
    if (text != null) {
      return new TreeChange.Text(put.file().path(), text);
    }
    repository.createBlob(put.file().content());
    remember(put);
    return new TreeChange.Existing(put.file().path(), put.file().blob());
  }

  private void remember(FileChange.Put put) {
    stored.put(put.file().blob(), Boolean.TRUE);
    contents.put(put.file().blob(), put.file().content());
  }

  /** Whether these bytes go into a tree. */
  static boolean isText(byte[] bytes) {
    return text(bytes) != null;
  }

  /* The text, if these bytes go through JSON unharmed and are not too many; else null. */
  private static @Nullable String text(byte[] bytes) {
    if (bytes.length > MAX_TEXT_BYTES) {
      return null;
    }
    for (byte one : bytes) {
      if (one == 0) {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
