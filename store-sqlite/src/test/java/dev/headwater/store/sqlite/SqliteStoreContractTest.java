package dev.headwater.store.sqlite;

import dev.headwater.testkit.StoreContract;
import dev.headwater.testkit.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreContractTest extends StoreContract {

  @TempDir private Path directory;

  private int files;

  @Override
  protected StoreFixture fixture() {
    return new SqliteFixture(directory.resolve("store" + files++ + ".db"));
  }
}
