package dev.headwater.store.sqlite;

import dev.headwater.store.StoreException.Subject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that this process has open, each once. The first who uses a file opens it, the last
 * closes it. Thread-safe.
 */
final class Databases {

  /** Those of this process. */
  static final Databases OF_PROCESS = new Databases();

  private final Map<Path, Shared> open = new HashMap<>(); // guarded by this

  private static final class Shared {
    final Database database;
    int users = 1;

    Shared(Database database) {
      this.database = database;
    }
  }

  private Databases() {}

  /** One user's hold of a file. */
  final class Lease implements AutoCloseable {
    private final Shared shared;
    private boolean released; // guarded by the registry

    private Lease(Shared shared) {
      this.shared = shared;
    }

    Database database() {
      return shared.database;
    }

    /** Lets go of the file. May be repeated. */
    @Override
    public void close() {
      if (isLast(this)) {
        shared.database.close();
      }
    }
  }

  /** Opens the file, or joins those who use it; the file is made if there is none. */
  Lease open(Path path, Subject subject, Deadline deadline) {
    SqliteFile file = new SqliteFile(path, subject, deadline);
    Path real = file.real();
    Lease known = join(real);
    if (known != null) {
      return known;
    }
    Database fresh = new Database(real, new SqliteFile(real, subject, deadline).open());
    Lease lease = joinOrAdd(real, fresh);
    if (lease.database() != fresh) {
      fresh.close(); // somebody else was faster
    }
    return lease;
  }

  private synchronized @Nullable Lease join(Path real) {
    Shared shared = open.get(real);
    if (shared == null || shared.database.isBroken()) {
      return null;
    }
    shared.users++;
    return new Lease(shared);
  }

  private synchronized Lease joinOrAdd(Path real, Database fresh) {
    Lease known = join(real);
    if (known != null) {
      return known;
    }
    Shared shared = new Shared(fresh);
    open.put(real, shared); // a broken one stays with those who use it
    return new Lease(shared);
  }

  private synchronized boolean isLast(Lease lease) {
    if (lease.released) {
      return false;
    }
    lease.released = true;
    lease.shared.users--;
    if (lease.shared.users > 0) {
      return false;
    }
    open.remove(lease.shared.database.file(), lease.shared);
    return true;
  }
}
