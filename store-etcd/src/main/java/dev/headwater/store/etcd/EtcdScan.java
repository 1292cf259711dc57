package dev.headwater.store.etcd;

import dev.headwater.store.etcd.EtcdRecords.Range;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.util.List;

/**
 * Reads a range in pages, all at one revision, without a read of what came before. If that revision
 * is compacted away meanwhile, the rest is read at a newer one. Used by one thread at a time.
 */
final class EtcdScan {

  /** The size that pages of large values are made to have. */
  private static final int PAGE_BYTES = 8 << 20;

  private final EtcdConnection connection;
  private Range rest;
  private long revision;
  private int limit;

  /**
   * @param range what to read
   * @param revision at which revision; 0 for the newest
   * @param pageSize the most keys of a page
   */
  EtcdScan(EtcdConnection connection, Range range, long revision, int pageSize) {
    this.connection = connection;
    this.rest = range;
    this.revision = revision;
    this.limit = pageSize;
  }

  /** What was found, in key order, and whether that was all. */
  record KeyValues(List<KeyValue> found, boolean last) {}

  KeyValues next(EtcdOperation operation) {
    while (true) {
      try {
        return page(operation);
      } catch (ReadRefusedException e) {
        adapt(e, operation);
      }
    }
  }

  private KeyValues page(EtcdOperation operation) {
    RangeRequest request =
        RangeRequest.newBuilder()
            .setKey(rest.from())
            .setRangeEnd(rest.to())
            .setRevision(revision)
            .setLimit(limit) // and no sort order: with one, etcd reads the whole range every time
            .build();
    RangeResponse response = connection.ask(KVGrpc.getRangeMethod(), request, operation);
    revision = revision == 0 ? response.getHeader().getRevision() : revision;
    List<KeyValue> found = response.getKvsList();
    if (!found.isEmpty()) {
      rest = rest.after(found.get(found.size() - 1).getKey());
      fit(response.getSerializedSize() / found.size());
    }
    return new KeyValues(
        found.stream().filter(one -> !EtcdRecords.isReserved(one.getKey())).toList(),
        !response.getMore());
  }

  private void fit(int averageBytes) {
    limit = Math.max(1, Math.min(limit, PAGE_BYTES / Math.max(1, averageBytes)));
  }

  private void adapt(ReadRefusedException refused, EtcdOperation operation) {
    if (refused.failure() != Failure.ANSWER_TOO_LARGE) {
      revision = 0; // compacted: go on at the newest
    } else if (limit == 1) {
      throw EtcdErrors.tooLarge(operation, refused);
    } else {
      limit = (limit + 1) / 2;
    }
  }
}
