package dev.headwater.store.etcd;

import dev.headwater.store.Key;
import dev.headwater.store.Purge;
import dev.headwater.store.Stamp;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Forgets keys, each where its stamp is not too new, many in one transaction. */
final class EtcdPurges {

  private final EtcdConnection connection;
  private final EtcdRecords records;

  EtcdPurges(EtcdConnection connection, EtcdRecords records) {
    this.connection = connection;
    this.records = records;
  }

  int purge(Collection<Purge> purges, EtcdOperation operation) {
    AtomicInteger forgotten = new AtomicInteger();
    new Parallel(connection.executor(), operation)
        .forEach(chunks(purges), chunk -> forgotten.addAndGet(purgeChunk(chunk, operation)));
    return forgotten.get();
  }

  private static List<List<Map.Entry<Key, Stamp>>> chunks(Collection<Purge> purges) {
    Map<Key, Stamp> highest = new LinkedHashMap<>();
    for (Purge purge : purges) {
      highest.merge(purge.key(), purge.upTo(), (one, other) -> one.isAfter(other) ? one : other);
    }
    List<Map.Entry<Key, Stamp>> all = List.copyOf(highest.entrySet());
    List<List<Map.Entry<Key, Stamp>>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += EtcdTransactions.MOST_NESTED) {
      int to = Math.min(all.size(), from + EtcdTransactions.MOST_NESTED);
      chunks.add(all.subList(from, to));
    }
    return chunks;
  }

  private int purgeChunk(List<Map.Entry<Key, Stamp>> chunk, EtcdOperation operation) {
    List<TxnRequest> each =
        chunk.stream()
            .map(one -> EtcdTransactions.purge(records.key(one.getKey()), one.getValue()))
            .toList();
    TxnResponse response =
        connection.ask(KVGrpc.getTxnMethod(), EtcdTransactions.purges(each), operation);
    int forgotten = 0;
    for (ResponseOp reply : response.getResponsesList()) {
      forgotten += reply.getResponseTxn().getSucceeded() ? 1 : 0;
    }
    if (forgotten > 0) {
      operation.happenedInPart();
    }
    return forgotten;
  }
}
