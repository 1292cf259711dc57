package dev.headwater.store.etcd;

import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.etcd.EtcdRecords.Range;
import io.etcd.jetcd.api.KeyValue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A listing at one revision, so that it is a snapshot unless that revision is compacted away before
 * its end. Holds nothing on the server.
 */
final class EtcdCursor implements EntryCursor {

  private final EtcdConnection connection;
  private final EtcdRecords records;
  private final InstantSource time;
  private final ListRequest request;
  private final Supplier<EtcdOperation> operations;
  private final EtcdScan scan;
  private boolean ended;

  EtcdCursor(
      EtcdConnection connection,
      EtcdRecords records,
      InstantSource time,
      ListRequest request,
      Supplier<EtcdOperation> operations) {
    this.connection = connection;
    this.records = records;
    this.time = time;
    this.request = request;
    this.operations = operations;
    Range all = records.range(request.prefix());
    Range rest = request.after() == null ? all : all.after(records.key(request.after()));
    this.scan = new EtcdScan(connection, rest, 0, request.pageSize());
  }

  @Override
  public Page next() {
    connection.requireOpen();
    if (ended) {
      throw new IllegalStateException("the listing is at its end, or closed");
    }
    ended = true; // whatever happens now: an error ends it
    EtcdScan.KeyValues found = scan.next(operations.get());
    ended = found.last();
    return page(found);
  }

  private Page page(EtcdScan.KeyValues found) {
    long nowMillis = time.millis();
    List<Entry> entries = new ArrayList<>(found.found().size());
    List<CorruptEntryException> corrupt = new ArrayList<>();
    for (KeyValue one : found.found()) {
      Held held = records.held(one, "list");
      Entry entry = held.entry();
      if (held.corrupt() != null) {
        corrupt.add(held.corrupt());
      } else if (entry != null && request.admits(entry, nowMillis)) {
        entries.add(entry);
      }
    }
    return new Page(entries, corrupt, found.last());
  }

  @Override
  public void close() {
    ended = true;
  }
}
