package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnResponse;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Where etcd stands: the newest revision, and which life of the store it belongs to.
 *
 * @param incarnation the id of the cluster, and a random id that is written once into each store's
 *     keys: clusters that are made anew with the same flags have the same id
 * @param revision the newest revision of all of etcd
 */
record EtcdHead(String incarnation, long revision) {

  private static final String NAME = "incarnation";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 8;

  /** Asks for it; the first to ask writes the store's random id. */
  static EtcdHead read(EtcdConnection connection, EtcdRecords records, EtcdOperation operation) {
    ByteString key = records.reservedKey(NAME);
    RangeResponse found =
        connection.ask(
            KVGrpc.getRangeMethod(), RangeRequest.newBuilder().setKey(key).build(), operation);
    return found.getKvsCount() == 0
        ? create(key, found.getHeader(), connection, operation)
        : of(found.getHeader(), found.getKvs(0).getValue());
  }

  private static EtcdHead create(
      ByteString key, ResponseHeader before, EtcdConnection connection, EtcdOperation operation) {
    ByteString id = ByteString.copyFromUtf8(randomId());
    try {
      TxnResponse response =
          connection.ask(KVGrpc.getTxnMethod(), EtcdTransactions.putIfNothing(key, id), operation);
      Reply reply = Reply.of(response);
      return of(response.getHeader(), reply.found() == null ? id : reply.found().getValue());
    } catch (RejectedException e) {
      if (e.reason() == Reason.PERMISSION) {
        return of(before, ByteString.copyFromUtf8("none")); // a reader, before the first writer
      }
      throw e;
    }
  }

  private static EtcdHead of(ResponseHeader header, ByteString id) {
    String readable = HexFormat.of().toHexDigits(header.getClusterId());
    return new EtcdHead(readable + "-" + id.toStringUtf8().replace(':', '_'), header.getRevision());
  }

  private static String randomId() {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
