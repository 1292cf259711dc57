package dev.headwater.store.github;

import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class GithubStoreContractTest extends StoreContract {

  @TempDir private Path directory;

  private int repositories;

  @Override
  protected StoreFixture fixture() {
    return new GithubFixture(directory.resolve("repository" + repositories++));
  }
}
