package dev.headwater.store.cockroach;

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
import dev.headwater.store.background.Ticker;
import dev.headwater.store.background.Timer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A complete, durable store in one table of CockroachDB or PostgreSQL; which of the two, it finds
 * out itself. The table is made at first use.
 *
 * <ul>
 *   <li>A merge is one statement that writes where the stamp is newer, so that it may be repeated;
 *       conflicts, lost connections and a server that restarts are retried until the operation's
 *       time is up. A batch of {@link Batch.Atomicity#ALL} is one transaction, a batch of {@link
 *       Batch.Atomicity#EACH} statements of up to {@value CockroachSchema#MAX_ROWS} rows.
 *   <li>Every call returns or throws within the configured timeout and a second.
 *   <li>An interrupt ends waiting for a connection, between attempts, or for changes; a statement
 *       that is under way ends by its own deadline first.
 *   <li>Feeds ask the table, by default 20 times a second while someone waits, and at once after a
 *       write through the same store.
 * </ul>
 *
 * <p>Thread-safe. {@code docs/layout/sql.md} describes the table.
 */
public final class CockroachStore implements Store {

  private static final Set<Capability> CAPABILITIES =
      EnumSet.of(
          Capability.WRITE,
          Capability.PRECONDITIONS,
          Capability.ATOMIC_BATCHES,
          Capability.COMPLETE,
          Capability.DURABLE);

  /** What an operation may take beyond its timeout, to see that a connection is dead. */
  private static final long GRACE_MILLIS = 1_000;

  /** How long asking for the name may wait for the server. */
  private static final long INTRODUCTION_MILLIS = 1_000;

  private final CockroachStoreConfig config;
  private final InstantSource time;
  private final Capabilities capabilities;
  private final Ticker ticker = Ticker.system();
  private final StoreLife life = new StoreLife();
  private final Timer timer = Timer.daemon("headwater-sql-watchdog");
  private final Connections connections;
  private final TransactionRetry retry;
  private final Merges merges;
  private final AtomicBoolean introduced = new AtomicBoolean();

  private CockroachStore(CockroachStoreConfig config, InstantSource time, DataSource driver) {
    this.config = config;
    this.time = time;
    this.capabilities =
        new Capabilities(
            CAPABILITIES, WriteLimits.limits(config.timeout().toMillis() + GRACE_MILLIS));
    this.connections = new Connections(config, driver, timer);
    this.retry =
        new TransactionRetry(
            connections,
            new CockroachErrors(config),
            life,
            () -> ThreadLocalRandom.current().nextLong());
    this.merges = new Merges(retry, time);
  }

  /**
   * Opens a store, without asking its server.
   *
   * @param time the clock that decides what has expired
   */
  public static CockroachStore open(CockroachStoreConfig config, InstantSource time) {
    return open(config, time, PoolSettings.driver(config));
  }

  static CockroachStore open(CockroachStoreConfig config, InstantSource time, DataSource driver) {
    return new CockroachStore(config, time, driver);
  }

  /**
   * The database's kind, as the server tells it, and the place: {@code
   * postgresql(localhost:5432/db/table)}. The first call asks the server, for {@value
   * #INTRODUCTION_MILLIS} ms at most, if no operation has done so before. While the server has
   * never answered, the kind is the one of the URI, with a question mark.
   */
  @Override
  public String name() {
    if (connections.dialect() == null
        && !life.isClosed()
        && introduced.compareAndSet(false, true)) {
      Duration limit = Duration.ofMillis(INTRODUCTION_MILLIS);
      boolean shorter = config.timeout().compareTo(limit) < 0;
      Deadline deadline = Deadline.in(shorter ? config.timeout() : limit, ticker);
      connections.introduce(new Operation(() -> new Subject(knownName(), "name", null), deadline));
    }
    return knownName();
  }

  /* The name without asking: what errors say, since an operation has just asked. */
  private String knownName() {
    Dialect dialect = connections.dialect();
    String kind = dialect == null ? config.scheme() + "?" : dialect.title();
    return kind + "(" + config.location() + ")";
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public @Nullable Entry read(Key key) {
    Operation operation = operation("read", key);
    EntryRows rows = retry.run(operation, session -> Reads.entry(session, key));
    CorruptEntryException corrupt = rows.corruptByKey().get(key);
    if (corrupt != null) {
      throw corrupt;
    }
    return rows.entries().stream()
        .filter(entry -> !entry.isExpiredAt(time.millis()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    Operation operation = operation("readAll", null);
    Map<Key, Entry> entries = new HashMap<>();
    Map<Key, CorruptEntryException> corrupt = new HashMap<>();
    long now = time.millis();
    for (List<Key> chunk : chunks(keys.stream().distinct().sorted().toList())) {
      EntryRows rows = retry.run(operation, session -> Reads.entries(session, chunk));
      corrupt.putAll(rows.corruptByKey());
      rows.entries().stream()
          .filter(entry -> !entry.isExpiredAt(now))
          .forEach(entry -> entries.put(entry.key(), entry));
    }
    return new ReadBatch(entries, corrupt);
  }

  @Override
  public MergeOutcome merge(Write write) {
    Operation operation = operation("merge", write.key());
    capabilities.limits().check(write.entry(), operation.subject());
    return told(merges.merge(operation, write));
  }

  private MergeOutcome told(MergeOutcome outcome) {
    if (outcome.wrote()) {
      life.wrote();
    }
    return outcome;
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    Operation operation = operation("mergeAll", null);
    capabilities.limits().check(batch, operation.subject());
    List<MergeOutcome> outcomes =
        switch (batch.atomicity()) {
          case ALL -> new AtomicMerges(retry, time).mergeAll(operation, batch.writes());
          case EACH -> new BatchMerges(retry, merges).mergeAll(operation, batch.writes());
        };
    if (outcomes.stream().anyMatch(MergeOutcome::wrote)) {
      life.wrote();
    }
    return outcomes;
  }

  @Override
  public EntryCursor list(ListRequest request) {
    life.requireOpen();
    return new CockroachCursor(request, () -> operation("list", null), retry, time);
  }

  @Override
  public Mark head() {
    return retry.run(operation("head", null), CockroachStore::head);
  }

  private static Mark head(Session session) throws SQLException {
    FeedQueries.Anchor now = FeedQueries.of(session.schema().dialect()).head(session);
    return new Mark(now.incarnation(), new FeedPosition.Following(now.text()).toString());
  }

  @Override
  public Feed feed(FeedRequest request) {
    life.requireOpen();
    return new CockroachFeed(
        request,
        new CockroachFeed.Context(
            () -> operation("feed", null), retry, life, ticker, config.pollInterval()));
  }

  @Override
  public int purge(Collection<Purge> purges) {
    Operation operation = operation("purge", null);
    int forgotten = 0;
    for (List<Purge> chunk :
        chunks(purges.stream().sorted(Comparator.comparing(Purge::key)).toList())) {
      forgotten += retry.run(operation, session -> purged(session, chunk));
    }
    return forgotten;
  }

  private static int purged(Session session, List<Purge> chunk) throws SQLException {
    int forgotten = Writes.purge(session, chunk);
    if (forgotten > 0) {
      session.operation().wrote();
    }
    return forgotten;
  }

  @Override
  public void close() {
    if (life.close()) {
      connections.close();
      timer.close();
    }
  }

  private Operation operation(String name, @Nullable Key key) {
    life.requireOpen();
    return new Operation(
        () -> new Subject(knownName(), name, key), Deadline.in(config.timeout(), ticker));
  }

  private static <T> List<List<T>> chunks(List<T> things) {
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < things.size(); from += CockroachSchema.MAX_ROWS) {
      chunks.add(things.subList(from, Math.min(things.size(), from + CockroachSchema.MAX_ROWS)));
    }
    return chunks;
  }
}
