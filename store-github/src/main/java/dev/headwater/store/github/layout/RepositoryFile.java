package dev.headwater.store.github.layout;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of the repository: its path and content, and the id that git gives to the content. */
public final class RepositoryFile {

  private final String path;
  private final byte[] content;
  private final String blob;

  private RepositoryFile(String path, byte[] content, String blob) {
    this.path = path;
    this.content = content;
    this.blob = blob;
  }

  /** A file around an array that nobody changes again. */
  public static RepositoryFile of(String path, byte[] content) {
    return new RepositoryFile(path, content, GitHash.blob(content));
  }

  public String path() {
    return path;
  }

  /** The file's own array, not a copy: for reading only. */
  public byte[] content() {
    return content;
  }

  /** The id of the content. */
  public String blob() {
    return blob;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RepositoryFile file
        && path.equals(file.path)
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, blob);
  }

  /** Path and size, never the content. */
  @Override
  public String toString() {
    return path + "[" + content.length + " bytes]";
  }
}
