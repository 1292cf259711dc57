package dev.headwater.store.sqlite;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.sqlite.SqliteStoreConfig.Access;
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

  private final Map<Id, Shared> open = new HashMap<>(); // guarded by this

  /** What is shared: who only reads has nothing to do with who writes. */
  private record Id(Path real, Access access) {}

  private static final class Shared {
    final Id id;
    final Database database;
    int users = 1; // guarded by the registry

    Shared(Id id, Database database) {
      this.id = id;
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

  /** Opens the file, or joins those who use it; it is made if it may be and is missing. */
  Lease open(SqliteFile.Place place, Subject subject, Deadline deadline) {
    Path real = new SqliteFile(place.path(), subject, deadline).real(place.access());
    Id id = new Id(real, place.access());
    Lease known = join(id);
    if (known != null) {
      return known;
    }
    Database fresh = fresh(new SqliteFile(real, subject, deadline), place.at(real));
    Lease lease = joinOrAdd(id, fresh);
    if (lease.database() != fresh) {
      fresh.close(); // somebody else was faster
    }
    return lease;
  }

  private static Database fresh(SqliteFile file, SqliteFile.Place place) {
    return switch (place.access()) {
      case READ_WRITE -> file.openToWrite(place.checkBytes());
      case READ_ONLY -> file.openToRead(place.checkBytes());
    };
  }

  private synchronized @Nullable Lease join(Id id) {
    Shared shared = open.get(id);
    if (shared == null || shared.database.isBroken()) {
      return null;
    }
    shared.users++;
    return new Lease(shared);
  }

  private synchronized Lease joinOrAdd(Id id, Database fresh) {
    Lease known = join(id);
    if (known != null) {
      return known;
    }
    Shared shared = new Shared(id, fresh);
    open.put(id, shared); // a broken one stays with those who use it
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
    open.remove(lease.shared.id, lease.shared);
    return true;
  }
}
