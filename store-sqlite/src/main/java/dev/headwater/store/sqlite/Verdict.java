package dev.headwater.store.sqlite;

/** What an error of SQLite means. */
enum Verdict {
  /** Somebody else holds a lock; it passes. */
  LOCKED,
  /** There is no room left; nothing was written. */
  FULL,
  /** The file, or its directory, may not be written. */
  READ_ONLY,
  /** The file can't be opened. */
  CANNOT_OPEN,
  /** The file was deleted or replaced while it was open. */
  MOVED,
  /** The disk failed. */
  DISK,
  /** What the file holds makes no sense. */
  DAMAGED,
  /** It is no SQLite file, or not one of ours. */
  FOREIGN,
  /** A value is too large for SQLite. */
  TOO_LARGE,
  /** Anything else. */
  OTHER;

  /** Whether a commit that ended so certainly changed nothing. */
  boolean isHarmlessAtCommit() {
    return switch (this) {
      case LOCKED, FULL -> true;
      case READ_ONLY, CANNOT_OPEN, MOVED, DISK, DAMAGED, FOREIGN, TOO_LARGE, OTHER -> false;
    };
  }

  /** Whether nothing may be written any more until the file is opened anew. */
  boolean endsWriting() {
    return switch (this) {
      case MOVED, DISK, DAMAGED, FOREIGN -> true;
      case LOCKED, FULL, READ_ONLY, CANNOT_OPEN, TOO_LARGE, OTHER -> false;
    };
  }
}
