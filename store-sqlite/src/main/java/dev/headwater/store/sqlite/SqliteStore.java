package dev.headwater.store.sqlite;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Purge;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import dev.headwater.store.background.Deadline;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A complete, durable store in one SQLite file, which several processes may use at a time. The file
 * is opened, and made if there is none, by the first operation.
 *
 * <ul>
 *   <li>What is acknowledged is on disk: concurrent writers share one transaction and one flush.
 *       When the disk fails in a flush, nothing is written through this store any more until it is
 *       closed and opened anew.
 *   <li>A lock that another process holds is waited for until the operation's time is up.
 *   <li>An interrupt ends waiting for the writer, for a connection or for changes. A write whose
 *       transaction has begun is waited for, and the thread stays interrupted.
 *   <li>Reads run in the caller's thread, beside the writer; a disk that hangs holds them.
 *   <li>A feed is told of writes of this process at once, and looks for those of others, by default
 *       100 times a second while someone waits.
 * </ul>
 *
 * <p>Thread-safe. {@code docs/layout/sqlite.md} describes the file.
 */
public final class SqliteStore implements Store {

  private static final Set<Capability> CAPABILITIES =
      EnumSet.of(
          Capability.WRITE,
          Capability.PRECONDITIONS,
          Capability.ATOMIC_BATCHES,
          Capability.COMPLETE,
          Capability.DURABLE);

  /** What an operation may take beyond its timeout. */
  private static final long GRACE_MILLIS = 1_000;

  private final String name;
  private final InstantSource time;
  private final Capabilities capabilities;
  private final Calls calls;

  private SqliteStore(SqliteStoreConfig config, InstantSource time) {
    this.name = "sqlite(%s)".formatted(config.file());
    this.time = time;
    this.capabilities = capabilities(config);
    this.calls = new Calls(config, name);
  }

  /**
   * A store on the file, which is not touched before the first operation.
   *
   * @param time the clock that decides what has expired
   */
  public static SqliteStore open(SqliteStoreConfig config, InstantSource time) {
    return new SqliteStore(config, time);
  }

  private static Capabilities capabilities(SqliteStoreConfig config) {
    long timeoutMillis = config.timeout().toMillis() + GRACE_MILLIS;
    Capabilities all =
        new Capabilities(CAPABILITIES, WriteLimits.of(config.maxValueBytes(), timeoutMillis));
    return switch (config.access()) {
      case READ_WRITE -> all;
      case READ_ONLY -> all.readOnly();
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public @Nullable Entry read(Key key) {
    Subject subject = calls.subject("read", key);
    byte[] utf8 = key.utf8();
    return calls
        .read(subject, (connection, unused) -> EntryTable.find(connection, key, utf8))
        .map(row -> EntryPage.entry(subject, row))
        .filter(entry -> !hasExpired(entry))
        .orElse(null);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    Subject subject = calls.subject("readAll", null);
    Map<Key, Entry> entries = new HashMap<>();
    Map<Key, CorruptEntryException> corrupt = new HashMap<>();
    calls
        .snapshot(subject, (connection, unused) -> rows(connection, Set.copyOf(keys)))
        .forEach(
            (key, row) -> {
              Entry entry = row.entry();
              if (entry == null) {
                corrupt.put(key, EntryPage.corrupt(subject, row));
              } else if (!hasExpired(entry)) {
                entries.put(key, entry);
              }
            });
    return new ReadBatch(entries, corrupt);
  }

  private static Map<Key, EntryColumns.Row> rows(SqliteConnection connection, Set<Key> keys)
      throws SQLException {
    Map<Key, EntryColumns.Row> rows = new HashMap<>();
    for (Key key : keys) {
      EntryTable.find(connection, key, key.utf8()).ifPresent(row -> rows.put(key, row));
    }
    return rows;
  }

  private boolean hasExpired(Entry entry) {
    return entry.expires() && entry.isExpiredAt(time.millis());
  }

  @Override
  public MergeOutcome merge(Write write) {
    Subject subject = calls.subject("merge", write.key());
    calls.requireWritable(subject);
    capabilities.limits().check(write.entry(), subject);
    Merges merges = new Merges(time, subject);
    Merges.Prepared prepared = Merges.Prepared.of(write);
    MergeOutcome outcome =
        calls.write(
            subject,
            calls.deadline(),
            prepared.bytes(),
            session -> merges.merge(session, prepared));
    if (outcome instanceof MergeOutcome.Failed failed) {
      throw failed.error();
    }
    return outcome;
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    Subject subject = calls.subject("mergeAll", null);
    calls.requireOpen();
    calls.requireWritable(subject);
    capabilities.limits().check(batch, subject);
    List<Merges.Prepared> writes = batch.writes().stream().map(Merges.Prepared::of).toList();
    Merges merges = new Merges(time, subject);
    Deadline deadline = calls.deadline();
    return switch (batch.atomicity()) {
      case ALL ->
          calls.write(
              subject,
              deadline,
              Merges.bytes(writes),
              session -> merges.mergeTogether(session, writes));
      case EACH -> mergeEach(subject, deadline, merges, writes);
    };
  }

  private List<MergeOutcome> mergeEach(
      Subject subject, Deadline deadline, Merges merges, List<Merges.Prepared> writes) {
    return Parts.each(
            subject,
            writes,
            Merges.Prepared::bytes,
            part ->
                calls.write(
                    subject,
                    deadline,
                    Merges.bytes(part),
                    session -> merges.mergeEach(session, part)))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public EntryCursor list(ListRequest request) {
    calls.requireOpen();
    return new SqliteCursor(request, calls, time);
  }

  @Override
  public Mark head() {
    return calls.snapshot(
        calls.subject("head", null),
        (connection, unused) -> {
          Head head = Head.read(connection);
          return head.mark(connection, head.seq());
        });
  }

  @Override
  public Feed feed(FeedRequest request) {
    calls.requireOpen();
    return new SqliteFeed(request, calls);
  }

  @Override
  public int purge(Collection<Purge> purges) {
    Subject subject = calls.subject("purge", null);
    calls.requireOpen();
    calls.requireWritable(subject);
    Merges merges = new Merges(time, subject);
    Deadline deadline = calls.deadline();
    return Parts.each(
            subject,
            new ArrayList<>(purges),
            purge -> 0,
            part -> calls.write(subject, deadline, 0, session -> merges.purge(session, part)))
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  @Override
  public void close() {
    calls.close();
  }
}
