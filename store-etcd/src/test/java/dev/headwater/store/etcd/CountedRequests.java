package dev.headwater.store.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls of a store. */
final class CountedRequests implements ClientInterceptor {

  private final AtomicInteger count = new AtomicInteger();

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    count.incrementAndGet();
    return next.newCall(method, options);
  }

  /** How many calls the action makes. */
  int during(Runnable action) {
    int before = count.get();
    action.run();
    return count.get() - before;
  }
}
