package dev.headwater.store.sqlite;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The right to use a journal, which one owner on one machine has at a time. It is a lock of the
 * operating system on a file beside the journal, so that the end of the process ends it, whatever
 * the end was. The file stays, with the id of the last owner's process.
 *
 * <p>The lock is on two bytes, far behind what the file holds: one is the right itself, and the
 * other one is for those who {@linkplain #find look} whether there is an owner, so that they never
 * stand in the way of one who takes the right.
 */
final class JournalOwner implements AutoCloseable {

  private static final String SUFFIX = "-owner";
  private static final int MAX_PID_BYTES = 32;
  private static final long RIGHT = 1L << 30;
  private static final long SIGN = RIGHT + 1;

  /* This process's journals: a second channel on a locked file would end the lock when closed. */
  private static final Set<Path> HERE = new HashSet<>(); // guarded by itself

  private final Path journal;
  private final FileChannel channel;

  private JournalOwner(Path journal, FileChannel channel) {
    this.journal = journal;
    this.channel = channel;
  }

  /**
   * Takes hold of a journal.
   *
   * @param journal its real path
   * @throws StoreUnavailableException if somebody else has it, at once
   */
  static JournalOwner take(Path journal, Subject subject) {
    synchronized (HERE) {
      if (!HERE.add(journal)) {
        throw inUse(journal, subject, "by this very process");
      }
    }
    try {
      return new JournalOwner(journal, lock(journal, subject));
    } catch (IOException e) {
      forget(journal);
      throw new StoreUnavailableException(
          subject,
          "its lock '%s' can't be taken (%s): make the directory writable"
              .formatted(lockFile(journal), e),
          e);
    } catch (RuntimeException e) {
      forget(journal);
      throw e;
    }
  }

  private static FileChannel lock(Path journal, Subject subject) throws IOException {
    FileChannel channel =
        FileChannel.open(
            SqliteFile.createdForOwner(lockFile(journal)),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock right = channel.tryLock(RIGHT, 1, false);
      if (right == null) {
        String pid = pid(channel);
        throw inUse(
            journal, subject, "by another process" + (pid.isEmpty() ? "" : " (pid " + pid + ")"));
      }
      FileLock unused = channel.lock(SIGN, 1, false); // at most a look is in the way, for a moment
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Who has the journal at this moment. */
  static Optional<String> find(Path journal, Subject subject) {
    synchronized (HERE) { // closing a channel here would end this process's own lock
      try {
        Path real = journal.toRealPath();
        return HERE.contains(real)
            ? Optional.of("process " + ProcessHandle.current().pid())
            : elsewhere(lockFile(real));
      } catch (IOException e) {
        throw new StoreUnavailableException(
            subject, "whether '%s' is in use can't be found out (%s)".formatted(journal, e), e);
      }
    }
  }

  private static Optional<String> elsewhere(Path lockFile) throws IOException {
    if (Files.notExists(lockFile)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ)) {
      if (channel.tryLock(SIGN, 1, true) != null) {
        return Optional.empty();
      }
      String pid = pid(channel);
      return Optional.of(pid.isEmpty() ? "another process" : "process " + pid);
    }
  }

  private static String pid(FileChannel channel) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(MAX_PID_BYTES);
      channel.read(bytes, 0);
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
      return text.matches("[0-9]+") ? text : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static StoreUnavailableException inUse(Path journal, Subject subject, String by) {
    return new StoreUnavailableException(
        subject,
        "'%s' is in use %s; a journal has one owner at a time: end that one, or use another file"
            .formatted(journal, by));
  }

  private static Path lockFile(Path journal) {
    return journal.resolveSibling(journal.getFileName() + SUFFIX);
  }

  private static void forget(Path journal) {
    synchronized (HERE) {
      HERE.remove(journal);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    } finally {
      forget(journal);
    }
  }
}
