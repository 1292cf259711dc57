package dev.headwater.store.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a watch has received and nobody has taken yet. Gives out whole revisions only, since a mark
 * can't stand inside of one. Not thread-safe: {@link EtcdWatch} guards it.
 */
final class WatchBuffer {

  /** Received and not taken; above one of these the watch ends itself, to be resumed later. */
  private static final int MOST_EVENTS = 10_000;

  private static final long MOST_BYTES = 16 << 20;

  /** The end of a watch whose events are not taken fast enough. */
  static final Status OVERFLOW =
      Status.RESOURCE_EXHAUSTED.withDescription("the feed is not polled often enough");

  /** The field of {@code WatchResponse} that says that the next one belongs to it. */
  private static final int FRAGMENT_FIELD = 7;

  private final Deque<Event> events = new ArrayDeque<>();
  private long bytes;
  private long seen; // the revision of the newest event
  private long whole; // the newest revision of which all events are here
  private boolean created;
  private @Nullable Status end;

  /** Begins after this revision; what is not above it is dropped. */
  WatchBuffer(long after) {
    this.seen = after;
    this.whole = after;
  }

  /** All changes of some revisions, in order, up to the last of these revisions. */
  record Changes(List<Event> events, long revision) {}

  void add(WatchResponse response) {
    if (response.getCanceled()) {
      end(canceled(response));
      return;
    }
    created = created || response.getCreated();
    for (Event event : response.getEventsList()) {
      add(event);
    }
    if (!isFragment(response)) {
      whole = seen;
    }
    if ((events.size() > MOST_EVENTS || bytes > MOST_BYTES) && hasWhole()) {
      end(OVERFLOW);
    }
  }

  private void add(Event event) {
    long revision = event.getKv().getModRevision();
    if (revision <= whole) {
      return; // before the beginning: etcd before 3.4.38 may send such events
    }
    if (revision > seen) {
      whole = seen;
      seen = revision;
    }
    events.add(event);
    bytes += event.getSerializedSize();
  }

  /** Nothing more comes, because of this. The first reason stays. */
  void end(Status status) {
    end = end == null ? status : end;
  }

  /** Why nothing more comes, or {@code null} while more may come. */
  @Nullable Status end() {
    return end;
  }

  /** Whether etcd has accepted the watch. */
  boolean isCreated() {
    return created;
  }

  /** Whether something can be taken. */
  boolean hasWhole() {
    Event first = events.peek();
    return first != null && first.getKv().getModRevision() <= whole;
  }

  /** At least one whole revision, and then as many as fit into the size, if there is one. */
  Changes take(int size) {
    List<Event> taken = new ArrayList<>();
    long revision = 0;
    while (hasWhole() && (taken.size() < size || nextRevision() == revision)) {
      Event event = events.remove();
      revision = event.getKv().getModRevision();
      bytes -= event.getSerializedSize();
      taken.add(event);
    }
    return new Changes(taken, revision);
  }

  private long nextRevision() {
    Event next = events.peek();
    return next == null ? 0 : next.getKv().getModRevision();
  }

  private static boolean isFragment(WatchResponse response) {
    return response.getUnknownFields().getField(FRAGMENT_FIELD).getVarintList().contains(1L);
  }

  private static Status canceled(WatchResponse response) {
    String reason = response.getCancelReason();
    if (response.getCompactRevision() != 0) {
      return Status.OUT_OF_RANGE.withDescription("the required revision has been compacted");
    }
    boolean refused = reason.contains("permission denied") || reason.contains("auth token");
    return refused
        ? Status.CANCELLED.withDescription(reason)
        : Status.UNAVAILABLE.withDescription("etcd ended the watch: " + reason);
  }
}
