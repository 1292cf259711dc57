package dev.headwater.store.etcd;

import dev.headwater.store.Batch;
import dev.headwater.store.Batch.Atomicity;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
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
import dev.headwater.store.Write;
import io.grpc.ClientInterceptor;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A store in etcd 3.4 or newer, in the keys under a prefix, as {@code docs/layout/etcd.md} says.
 *
 * <p>A merge is one transaction that compares the value with the new stamp, without a read before
 * it. A batch of {@link Atomicity#ALL} is one revision; it is read first and then guarded. Reads
 * and listings are linearizable, a listing is one snapshot. It forgets nothing: it uses no leases.
 *
 * <p>Requests are repeated within the operation's deadline when a member fails, which is safe for
 * all of them; so a repeated merge may be {@linkplain MergeOutcome#unchanged unchanged} because of
 * its own first try. The client turns to whichever members answer.
 *
 * <p>What is no record is kept and reported as corrupt, by a merge too, with one exception: foreign
 * bytes that are between {@code 00000000 00000000 00000000 00000001} (hexadecimal) and the new
 * stamp are overwritten, because they compare like an older record; text never is.
 */
public final class EtcdStore implements Store {

  private final EtcdConnection connection;
  private final String name;
  private final Capabilities capabilities;
  private final EtcdRecords records;
  private final InstantSource time;
  private final EtcdReads reads;
  private final EtcdMerges merges;
  private final EtcdBulkMerges bulkMerges;
  private final EtcdAtomicMerges atomicMerges;
  private final EtcdPurges purges;
  private final Set<EtcdFeed> feeds = ConcurrentHashMap.newKeySet();

  private EtcdStore(String name, EtcdConnection connection, InstantSource time) {
    EtcdStoreConfig config = connection.config();
    this.connection = connection;
    this.name = name;
    this.time = time;
    this.records = new EtcdRecords(name, config.prefix());
    this.capabilities =
        new Capabilities(
            Set.of(
                Capability.WRITE,
                Capability.PRECONDITIONS,
                Capability.ATOMIC_BATCHES,
                Capability.COMPLETE,
                Capability.DURABLE,
                Capability.PUSH_FEED),
            EtcdLimits.of(config));
    this.reads = new EtcdReads(connection, records, time);
    this.merges = new EtcdMerges(connection, records, time);
    this.bulkMerges = new EtcdBulkMerges(connection, records, merges, time);
    this.atomicMerges = new EtcdAtomicMerges(connection, records, reads, time);
    this.purges = new EtcdPurges(connection, records);
  }

  /**
   * Opens a store. Does not ask the server: one that is away is noticed by the first operation.
   *
   * @param time the wall clock, which decides what has expired
   * @throws IllegalArgumentException if a certificate or key can't be used
   */
  public static EtcdStore open(EtcdStoreConfig config, InstantSource time) {
    return open(config, time, List.of());
  }

  static EtcdStore open(
      EtcdStoreConfig config, InstantSource time, List<ClientInterceptor> interceptors) {
    ExecutorService executor = EtcdThreads.daemons();
    try {
      return new EtcdStore(
          "etcd://%s/%s".formatted(config.address(), config.prefix()),
          new EtcdConnection(config, EtcdChannel.open(config, executor, interceptors), executor),
          time);
    } catch (IllegalArgumentException e) {
      executor.shutdown();
      throw e;
    }
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
    return reads.read(key, reading("read", key));
  }

  @Override
  public ReadBatch readAll(Collection<Key> keys) {
    return reads.readAll(keys, reading("readAll", null));
  }

  @Override
  public MergeOutcome merge(Write write) {
    EtcdOperation operation = writing("merge", write.key());
    capabilities.limits().check(write.entry(), operation.subject());
    return merges.merge(write, operation);
  }

  @Override
  public List<MergeOutcome> mergeAll(Batch batch) {
    EtcdOperation operation = writing("mergeAll", null);
    capabilities.limits().check(batch, operation.subject());
    return batch.atomicity() == Atomicity.ALL
        ? atomicMerges.merge(batch.writes(), operation)
        : bulkMerges.merge(batch.writes(), operation);
  }

  @Override
  public EntryCursor list(ListRequest request) {
    connection.requireOpen();
    return new EtcdCursor(connection, records, time, request, () -> reading("list", null));
  }

  @Override
  public Mark head() {
    EtcdHead head = EtcdHead.read(connection, records, reading("head", null));
    return EtcdPosition.at(head.revision()).mark(head.incarnation());
  }

  @Override
  public Feed feed(FeedRequest request) {
    connection.requireOpen();
    EtcdFeed feed =
        new EtcdFeed(connection, records, request, () -> reading("feed", null), feeds::remove);
    feeds.add(feed);
    return feed;
  }

  @Override
  public int purge(Collection<Purge> all) {
    return purges.purge(all, writing("purge", null));
  }

  private EtcdOperation reading(String operation, @Nullable Key key) {
    connection.requireOpen();
    return EtcdOperation.read(name, operation, key, connection.config().timeout());
  }

  private EtcdOperation writing(String operation, @Nullable Key key) {
    connection.requireOpen();
    return EtcdOperation.write(name, operation, key, connection.config().timeout());
  }

  @Override
  public void close() {
    connection.close(); // first, so that a feed's poll ends because of the store
    feeds.forEach(EtcdFeed::close);
  }

  @Override
  public String toString() {
    return name;
  }
}
