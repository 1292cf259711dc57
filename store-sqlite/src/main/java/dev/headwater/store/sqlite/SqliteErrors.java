package dev.headwater.store.sqlite;

import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The one place that knows what an error of SQLite means, and what callers are told. Pure. */
final class SqliteErrors {

  private static final int PRIMARY_CODE = 0xff; // extended codes add details above it

  private SqliteErrors() {}

  /** What the error means. */
  static Verdict verdict(SQLException error) {
    return verdict(code(error));
  }

  /** What a result code of SQLite means, extended or not. */
  static Verdict verdict(int code) {
    if (code == SQLiteErrorCode.SQLITE_READONLY_DBMOVED.code) {
      return Verdict.MOVED;
    }
    return switch (code & PRIMARY_CODE) {
      case 5, 6, 15, 17 -> Verdict.LOCKED; // busy, locked, protocol, schema
      case 13 -> Verdict.FULL;
      case 8 -> Verdict.READ_ONLY;
      case 3, 14, 23 -> Verdict.CANNOT_OPEN; // perm, cantopen, auth
      case 10 -> Verdict.DISK;
      case 11 -> Verdict.DAMAGED;
      case 26 -> Verdict.FOREIGN;
      case 18 -> Verdict.TOO_LARGE;
      default -> Verdict.OTHER;
    };
  }

  /** Whether somebody made SQLite stop. */
  static boolean isInterrupt(SQLException error) {
    return (code(error) & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_INTERRUPT.code;
  }

  /** The exception for a call that changed nothing. */
  static StoreException exception(Subject subject, Path file, SQLException error) {
    Verdict verdict = verdict(error);
    String what = what(verdict, file, error);
    return switch (verdict) {
      case FOREIGN -> new RejectedException(subject, Reason.CONFIGURATION, what, error);
      case TOO_LARGE -> new RejectedException(subject, Reason.LIMIT, what, error);
      case LOCKED, FULL, READ_ONLY, CANNOT_OPEN, MOVED, DISK, DAMAGED, OTHER ->
          new StoreUnavailableException(subject, what, error);
    };
  }

  /** The exception for a call whose commit failed, and may have happened all the same. */
  static OutcomeUnknownException unknown(Subject subject, Path file, SQLException error) {
    return new OutcomeUnknownException(
        subject,
        "it may or may not have happened: %s; open it anew, then repeat the call, that is safe"
            .formatted(what(verdict(error), file, error)),
        error);
  }

  private static String what(Verdict verdict, Path file, SQLException error) {
    String text =
        switch (verdict) {
          case LOCKED -> "'%s' is locked by another process; end it, or try again later";
          case FULL -> "there is no room for '%s': the disk or the file is full; make room";
          case READ_ONLY -> "'%s' may not be written: make the file and its directory writable";
          case CANNOT_OPEN ->
              "'%s' can't be opened: check the file, its directory and their rights";
          case MOVED -> "'%s' was deleted or replaced while it was open: close it, open it again";
          case DISK -> "the disk failed under '%s': check it, and whether it is full";
          case DAMAGED -> "'%s' is damaged: put back a backup, or move it away to begin anew";
          case FOREIGN -> "'%s' is no SQLite file, or its header is damaged; it was left untouched";
          case TOO_LARGE -> "'%s' can't take a value so large";
          case OTHER -> "'%s' could not be used";
        };
    return text.formatted(file) + " (" + brief(error) + ")";
  }

  private static String brief(SQLException error) {
    String message = Objects.requireNonNullElse(error.getMessage(), error.getClass().getName());
    return message.lines().findFirst().orElse("");
  }

  private static int code(SQLException error) {
    return error instanceof SQLiteException known
        ? known.getResultCode().code
        : error.getErrorCode();
  }
}
