package dev.headwater.store.github;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that have a repository of their own each; Git finds it sound when they end. */
abstract class RepositoryCase {

  @TempDir Path directory;

  Repository repository;

  @BeforeEach
  final void openRepository() {
    repository = new Repository(directory);
  }

  @AfterEach
  final void closeRepository() {
    repository.close();
    repository.requireSound();
  }
}
