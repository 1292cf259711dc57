package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.etcd.EtcdRecords.Range;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Writes and reads etcd without the store, to see what it wrote and to spoil it. */
final class RawEtcd implements AutoCloseable {

  private final ManagedChannel channel;
  private final String prefix;

  RawEtcd(EtcdStoreConfig config) {
    this.channel = EtcdChannel.open(config, Runnable::run, List.of());
    this.prefix = config.prefix() + "/";
  }

  void put(String key, ByteString value) {
    kv().put(
            PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(prefix + key))
                .setValue(value)
                .build());
  }

  void delete(String key) {
    kv().deleteRange(
            DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(prefix + key)).build());
  }

  /** Everything under the prefix, what the store keeps for itself too. */
  List<KeyValue> all() {
    Range range = everything();
    return kv().range(
            RangeRequest.newBuilder().setKey(range.from()).setRangeEnd(range.to()).build())
        .getKvsList();
  }

  void deleteAll() {
    Range range = everything();
    kv().deleteRange(
            DeleteRangeRequest.newBuilder().setKey(range.from()).setRangeEnd(range.to()).build());
  }

  long revision() {
    return kv().range(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("\1")).build())
        .getHeader()
        .getRevision();
  }

  private Range everything() {
    String last = prefix.substring(0, prefix.length() - 1) + "0"; // '0' follows '/'
    return new Range(ByteString.copyFromUtf8(prefix), ByteString.copyFromUtf8(last));
  }

  private KVGrpc.KVBlockingStub kv() {
    return KVGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
