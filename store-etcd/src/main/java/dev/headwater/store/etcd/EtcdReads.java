package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.CorruptEntryException;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ReadBatch;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Linearizable reads of single keys and of many. */
final class EtcdReads {

  private final EtcdConnection connection;
  private final EtcdRecords records;
  private final InstantSource time;

  EtcdReads(EtcdConnection connection, EtcdRecords records, InstantSource time) {
    this.connection = connection;
    this.records = records;
    this.time = time;
  }

  @Nullable Entry read(Key key, EtcdOperation operation) {
    RangeRequest request = RangeRequest.newBuilder().setKey(records.key(key)).build();
    RangeResponse found = connection.ask(KVGrpc.getRangeMethod(), request, operation);
    return visible(held(found, operation).entryOrThrow());
  }

  ReadBatch readAll(Collection<Key> keys, EtcdOperation operation) {
    Map<Key, Entry> entries = new LinkedHashMap<>();
    Map<Key, CorruptEntryException> corrupt = new LinkedHashMap<>();
    heldOf(keys, operation)
        .forEach(
            (key, held) -> {
              Entry entry = visible(held.entry());
              if (held.corrupt() != null) {
                corrupt.put(key, held.corrupt());
              } else if (entry != null) {
                entries.put(key, entry);
              }
            });
    return new ReadBatch(entries, corrupt);
  }

  /** What is held of each key, expired values too; of one moment if one answer holds it all. */
  Map<Key, Held> heldOf(Collection<Key> keys, EtcdOperation operation) {
    List<Key> distinct = List.copyOf(new LinkedHashSet<>(keys));
    Map<Key, Held> held = new LinkedHashMap<>();
    for (int from = 0; from < distinct.size(); from += EtcdTransactions.MOST_OPERATIONS) {
      int to = Math.min(distinct.size(), from + EtcdTransactions.MOST_OPERATIONS);
      collect(distinct.subList(from, to), held, operation);
    }
    return held;
  }

  private void collect(List<Key> keys, Map<Key, Held> held, EtcdOperation operation) {
    TxnResponse response;
    try {
      response = connection.ask(KVGrpc.getTxnMethod(), gets(keys), operation);
    } catch (ReadRefusedException e) {
      if (keys.size() == 1) {
        throw EtcdErrors.tooLarge(operation, e);
      }
      int half = keys.size() / 2;
      collect(keys.subList(0, half), held, operation);
      collect(keys.subList(half, keys.size()), held, operation);
      return;
    }
    List<ResponseOp> answers = response.getResponsesList();
    for (int i = 0; i < keys.size(); i++) {
      held.put(keys.get(i), held(answers.get(i).getResponseRange(), operation));
    }
  }

  private TxnRequest gets(List<Key> keys) {
    List<ByteString> etcdKeys = new ArrayList<>(keys.size());
    keys.forEach(key -> etcdKeys.add(records.key(key)));
    return EtcdTransactions.gets(etcdKeys);
  }

  private Held held(RangeResponse found, EtcdOperation operation) {
    return found.getKvsCount() == 0
        ? Held.NOTHING
        : records.held(found.getKvs(0), operation.subject().operation());
  }

  private @Nullable Entry visible(@Nullable Entry entry) {
    return entry == null || entry.isExpiredAt(time.millis()) ? null : entry;
  }
}
