package dev.headwater.store.github.index;

import dev.headwater.store.github.layout.RepositoryFile;

/** What a commit does to a path. */
public sealed interface FileChange {

  String path();

  /** The file is there afterwards, with this content. */
  record Put(RepositoryFile file) implements FileChange {
    @Override
    public String path() {
      return file.path();
    }
  }

  /** The file, which is there before, is not there afterwards. */
  record Deleted(String path) implements FileChange {}
}
