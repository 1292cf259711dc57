package dev.headwater.store.etcd;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a real etcd and passes everything on, but ends the first watches in good order as
 * soon as they are accepted, as a server does that is shut down gracefully.
 */
final class ClosingEtcd implements AutoCloseable {

  /** How many watches are ended. */
  static final int CLOSED = 3;

  private final ManagedChannel etcd;
  private final Server server;
  private final AtomicInteger watches = new AtomicInteger();

  ClosingEtcd(EtcdStoreConfig config) {
    etcd = EtcdChannel.open(config, Runnable::run, List.of());
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Keys())
            .addService(new Watches())
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  int closedStreams() {
    return Math.min(CLOSED, watches.get());
  }

  @Override
  public void close() {
    server.shutdownNow();
    etcd.shutdownNow();
  }

  private final class Keys extends KVGrpc.KVImplBase {
    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> answer) {
      KVGrpc.newStub(etcd).range(request, answer);
    }

    @Override
    public void txn(TxnRequest request, StreamObserver<TxnResponse> answer) {
      KVGrpc.newStub(etcd).txn(request, answer);
    }
  }

  private final class Watches extends WatchGrpc.WatchImplBase {
    @Override
    public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> answers) {
      return WatchGrpc.newStub(etcd)
          .watch(watches.incrementAndGet() <= CLOSED ? new ClosingAfterFirst(answers) : answers);
    }
  }

  private record ClosingAfterFirst(StreamObserver<WatchResponse> answers)
      implements StreamObserver<WatchResponse> {
    @Override
    public void onNext(WatchResponse response) {
      if (response.getCreated()) {
        answers.onNext(response);
        answers.onCompleted();
      }
    }

    @Override
    public void onError(Throwable error) {
      // The stream was completed before.
    }

    @Override
    public void onCompleted() {
      // The stream was completed before.
    }
  }
}
