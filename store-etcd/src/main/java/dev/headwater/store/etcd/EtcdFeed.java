package dev.headwater.store.etcd;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedPage.Continuity;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.etcd.EtcdRecords.Range;
import dev.headwater.store.etcd.WatchBuffer.Changes;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.Event.EventType;
import io.etcd.jetcd.api.KeyValue;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A feed by etcd's watches. A mark is a revision; where the history after it is compacted away, the
 * feed scans what is held and was written after it, which is all that is promised.
 *
 * <p>etcd's own deletions (of a purge, a lease, a person) are not delivered. A poll takes at most
 * the time given and, when etcd is away, the operation timeout.
 */
final class EtcdFeed implements Feed {

  private final EtcdConnection connection;
  private final EtcdRecords records;
  private final FeedRequest request;
  private final Range range;
  private final Supplier<EtcdOperation> operations;
  private final Consumer<EtcdFeed> onClose;

  private volatile boolean closed;
  private String incarnation = "";
  private @Nullable EtcdPosition position; // null before the first poll
  private @Nullable EtcdScan scan;
  private volatile @Nullable EtcdFollower follower;
  private Continuity continuity = Continuity.CONTINUOUS;

  EtcdFeed(
      EtcdConnection connection,
      EtcdRecords records,
      FeedRequest request,
      Supplier<EtcdOperation> operations,
      Consumer<EtcdFeed> onClose) {
    this.connection = connection;
    this.records = records;
    this.request = request;
    this.range = records.range(request.prefix());
    this.operations = operations;
    this.onClose = onClose;
  }

  @Override
  public FeedPage poll(Duration wait) {
    Deadline until = Deadline.after(wait.toNanos(), TimeUnit.NANOSECONDS);
    while (true) {
      requireOpen();
      EtcdPosition place = position == null ? begin() : position;
      FeedPage page = place.isScanning() ? scan(place) : follow(place, until);
      requireOpen();
      if (page != null) {
        continuity = Continuity.CONTINUOUS;
        return page;
      }
    }
  }

  private EtcdPosition begin() {
    EtcdHead head = EtcdHead.read(connection, records, operations.get());
    Mark after = request.after();
    EtcdPosition known = after == null ? null : EtcdPosition.of(after, head);
    incarnation = head.incarnation();
    if (known == null) {
      continuity = after == null ? Continuity.CONTINUOUS : Continuity.RESTARTED;
      known = EtcdPosition.scan(head.revision(), 0);
    }
    position = known;
    return known;
  }

  /* One page of the scan; null if it had nothing to deliver. */
  private @Nullable FeedPage scan(EtcdPosition place) {
    EtcdScan open = scan == null ? open(place) : scan;
    scan = open;
    EtcdScan.KeyValues page = open.next(operations.get());
    List<KeyValue> found = page.found();
    List<KeyValue> changed =
        found.stream().filter(one -> one.getModRevision() > place.floor()).toList();
    EtcdPosition next = place;
    if (page.last()) {
      next = EtcdPosition.at(place.revision());
      scan = null;
    } else if (!found.isEmpty()) {
      next = place.scannedTo(found.get(found.size() - 1).getKey());
    }
    position = next;
    return page(changed, next);
  }

  private EtcdScan open(EtcdPosition place) {
    Range rest = place.scannedTo().isEmpty() ? range : range.after(place.scannedTo());
    return new EtcdScan(connection, rest, place.revision(), request.pageSize());
  }

  /* The next changes, or an empty page when time is up; null if there was nothing to deliver. */
  private @Nullable FeedPage follow(EtcdPosition place, Deadline until) {
    EtcdFollower.Step step = openFollower().follow(place.revision(), request.pageSize(), until);
    if (step instanceof EtcdFollower.Changed changed) {
      EtcdPosition next = EtcdPosition.at(changed.changes().revision());
      position = next;
      return page(written(changed.changes()), next);
    }
    if (step == EtcdFollower.Without.CHANGES) {
      return FeedPage.empty(place.mark(incarnation));
    }
    if (step == EtcdFollower.Without.HISTORY) {
      EtcdHead head = EtcdHead.read(connection, records, operations.get());
      position = EtcdPosition.scan(head.revision(), place.revision());
    } else {
      restart();
    }
    return null;
  }

  private void restart() {
    closeFollower();
    EtcdHead head = EtcdHead.read(connection, records, operations.get());
    incarnation = head.incarnation();
    position = EtcdPosition.scan(head.revision(), 0);
    continuity = Continuity.RESTARTED;
  }

  private static List<KeyValue> written(Changes changes) {
    return changes.events().stream()
        .filter(event -> event.getType() == EventType.PUT)
        .map(Event::getKv)
        .filter(one -> !EtcdRecords.isReserved(one.getKey()))
        .toList();
  }

  private @Nullable FeedPage page(List<KeyValue> changed, EtcdPosition next) {
    List<Entry> entries = new ArrayList<>(changed.size());
    List<CorruptEntryException> corrupt = new ArrayList<>();
    for (KeyValue one : changed) {
      Held held = records.held(one, "feed");
      if (held.corrupt() != null) {
        corrupt.add(held.corrupt());
      } else if (held.entry() != null) {
        entries.add(held.entry());
      }
    }
    FeedPage page = new FeedPage(entries, corrupt, next.mark(incarnation), continuity);
    return page.isEmpty() && continuity == Continuity.CONTINUOUS ? null : page;
  }

  private synchronized EtcdFollower openFollower() {
    EtcdFollower open = follower;
    if (open == null) {
      open = new EtcdFollower(connection, records, range, incarnation, operations);
      follower = open;
      if (closed) {
        open.close();
      }
    }
    return open;
  }

  private synchronized void closeFollower() {
    EtcdFollower open = follower;
    follower = null;
    if (open != null) {
      open.close();
    }
  }

  private void requireOpen() {
    connection.requireOpen();
    if (closed) {
      throw new IllegalStateException("the feed is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    closeFollower();
    onClose.accept(this);
  }
}
