package dev.headwater.store.etcd;

import com.google.protobuf.UnknownFieldSet;
import dev.headwater.store.etcd.EtcdRecords.Range;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One watch on one stream, from a revision until something ends it. It never resumes: whoever uses
 * it knows what was taken, and opens a new one after that. Thread-safe.
 *
 * <p>When it is not emptied in time it ends itself. A watch that etcd has to wait for may lose
 * events to a compaction without a word (before 3.4.31 and 3.5.13); one that begins anew is told.
 */
final class EtcdWatch implements AutoCloseable {

  private static final Metadata.Key<String> HAS_LEADER =
      Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

  /** Field {@code fragment} of the request, newer than jetcd: large answers come in pieces. */
  private static final UnknownFieldSet FRAGMENT =
      UnknownFieldSet.newBuilder()
          .addField(8, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WatchBuffer buffer; // guarded by lock
  private final ClientCall<WatchRequest, WatchResponse> call;

  private EtcdWatch(ClientCall<WatchRequest, WatchResponse> call, long after) {
    this.call = call;
    this.buffer = new WatchBuffer(after);
  }

  /** Opens a watch of the range for what is written after the revision. */
  static EtcdWatch open(
      EtcdConnection connection, Range range, long after, EtcdOperation operation) {
    EtcdWatch watch =
        new EtcdWatch(connection.stream(WatchGrpc.getWatchMethod(), operation), after);
    watch.start(
        WatchCreateRequest.newBuilder()
            .setKey(range.from())
            .setRangeEnd(range.to())
            .setStartRevision(after + 1)
            .setUnknownFields(FRAGMENT)
            .build());
    return watch;
  }

  private void start(WatchCreateRequest request) {
    Metadata headers = new Metadata();
    headers.put(HAS_LEADER, "true"); // a member that is cut off ends the watch
    call.start(new Listener(), headers);
    call.request(1);
    call.sendMessage(WatchRequest.newBuilder().setCreateRequest(request).build());
  }

  /** Whether etcd has accepted the watch. */
  boolean isCreated() {
    lock.lock();
    try {
      return buffer.isCreated();
    } finally {
      lock.unlock();
    }
  }

  /** Why the watch has ended, once all is taken; {@code null} while it goes on. */
  @Nullable Status end() {
    lock.lock();
    try {
      return buffer.hasWhole() ? null : buffer.end();
    } finally {
      lock.unlock();
    }
  }

  /** The next changes; empty if there are none now. */
  WatchBuffer.Changes take(int size) {
    lock.lock();
    try {
      return buffer.take(size);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is something to take, or the watch is accepted or has ended, or time is up.
   */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      boolean created = buffer.isCreated();
      long left = nanos;
      while (left > 0
          && !buffer.hasWhole()
          && buffer.end() == null
          && buffer.isCreated() == created) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the watch, for this reason if there was none before. */
  void end(Status reason) {
    update(held -> held.end(reason));
    call.cancel("the watch has ended", null);
  }

  @Override
  public void close() {
    end(Status.CANCELLED.withDescription("the watch was closed"));
  }

  private @Nullable Status update(Consumer<WatchBuffer> update) {
    lock.lock();
    try {
      update.accept(buffer);
      changed.signalAll();
      return buffer.end();
    } finally {
      lock.unlock();
    }
  }

  /** Called by gRPC, in order, on a thread of the connection. */
  private final class Listener extends ClientCall.Listener<WatchResponse> {

    @Override
    public void onMessage(WatchResponse response) {
      Status end = update(buffer -> buffer.add(response));
      if (end == null) {
        call.request(1);
      } else {
        call.cancel("the watch has ended", null);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      Status reason =
          status.isOk() ? Status.UNAVAILABLE.withDescription("etcd ended the stream") : status;
      update(buffer -> buffer.end(reason));
    }
  }
}
