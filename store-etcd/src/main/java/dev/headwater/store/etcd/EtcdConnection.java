package dev.headwater.store.etcd;

import dev.headwater.store.background.Backoff;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The connection to the members of one etcd: requests with a deadline, repeated while that is right
 * and there is time. All requests of this store may be repeated. Thread-safe.
 */
final class EtcdConnection implements AutoCloseable {

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));
  private static final int MOST_ODD_FAILURES = 3;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final EtcdStoreConfig config;
  private final ManagedChannel channel;
  private final ExecutorService executor;
  private final EtcdLogin login;
  private final CountDownLatch closed = new CountDownLatch(1);

  EtcdConnection(EtcdStoreConfig config, ManagedChannel channel, ExecutorService executor) {
    this.config = config;
    this.channel = channel;
    this.executor = executor;
    this.login = new EtcdLogin(config.login());
  }

  EtcdStoreConfig config() {
    return config;
  }

  /** Runs what an operation does at the same time. */
  ExecutorService executor() {
    return executor;
  }

  /**
   * Asks etcd, and asks again after failures that pass.
   *
   * @throws dev.headwater.store.StoreException if there was no answer in time, or a refusal
   * @throws ReadRefusedException if the answer is too large, or of a revision that is gone
   */
  <Q, A> A ask(MethodDescriptor<Q, A> method, Q request, EtcdOperation operation) {
    for (int failures = 1; ; failures++) {
      requireOpen();
      requireNotInterrupted(operation);
      CallOptions options = options(operation);
      try {
        Channel admitted = admitted(options);
        return ClientCalls.blockingUnaryCall(admitted, method, options, request);
      } catch (StatusRuntimeException e) {
        recover(e.getStatus(), operation, failures);
      }
    }
  }

  /**
   * A stream to etcd, not started.
   *
   * @throws dev.headwater.store.StoreException if etcd gave no token for it
   */
  <Q, A> ClientCall<Q, A> stream(MethodDescriptor<Q, A> method, EtcdOperation operation) {
    requireOpen();
    try {
      return admitted(options(operation))
          .newCall(method, CallOptions.DEFAULT.withExecutor(executor));
    } catch (StatusRuntimeException e) {
      throw translate(e.getStatus(), operation);
    }
  }

  /** The failure as the operation's caller sees it. */
  RuntimeException translate(Status status, EtcdOperation operation) {
    requireOpen();
    return EtcdErrors.translate(status, operation, config);
  }

  /** Makes the next request ask for a new token. */
  void forgetToken() {
    login.forget();
  }

  /** Lets the operation's thread pause before it tries again; ends early when closed. */
  void pause(int failures, EtcdOperation operation) {
    try {
      Duration pause = BACKOFF.after(failures, ThreadLocalRandom.current());
      if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        requireOpen();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      requireNotInterrupted(operation);
    }
    channel.resetConnectBackoff(); // gRPC alone would wait for up to two minutes
  }

  /**
   * Lets the operation's thread pause after others wrote the same key first, so often.
   *
   * @throws dev.headwater.store.StoreUnavailableException if there is no time left for another try
   */
  void pauseAfterConflict(int conflicts, EtcdOperation operation) {
    pause(conflicts, operation);
    if (operation.deadline().isExpired()) {
      throw EtcdErrors.contended(operation);
    }
  }

  void requireOpen() {
    if (closed.getCount() == 0) {
      throw new IllegalStateException("the etcd store at " + config.address() + " is closed");
    }
  }

  void requireNotInterrupted(EtcdOperation operation) {
    if (Thread.currentThread().isInterrupted()) {
      throw EtcdErrors.interrupted(operation);
    }
  }

  private Channel admitted(CallOptions options) {
    try {
      return login.with(channel, options);
    } catch (StatusRuntimeException e) {
      throw new StatusRuntimeException(EtcdErrors.unsent(e.getStatus()));
    }
  }

  private void recover(Status status, EtcdOperation operation, int failures) {
    requireOpen();
    Failure failure = EtcdErrors.classify(status);
    operation.failed(failure);
    requireNotInterrupted(operation);
    if (failure == Failure.LOGIN_EXPIRED) {
      login.forget();
    }
    boolean odd = failure == Failure.AMBIGUOUS && status.getCode() != Code.UNAVAILABLE;
    if (!failure.isTransient()
        || operation.deadline().isExpired()
        || (odd && failures >= MOST_ODD_FAILURES)) {
      throw EtcdErrors.translate(status, operation, config);
    }
    pause(failures, operation);
    if (operation.deadline().isExpired()) {
      throw EtcdErrors.translate(status, operation, config);
    }
  }

  /* With other members to turn to, one that hangs must not use up all the time. */
  private CallOptions options(EtcdOperation operation) {
    Deadline deadline = operation.deadline();
    if (config.endpoints().size() > 1) {
      long half = deadline.timeRemaining(TimeUnit.NANOSECONDS) / 2;
      deadline = deadline.minimum(Deadline.after(half, TimeUnit.NANOSECONDS));
    }
    return CallOptions.DEFAULT.withDeadline(deadline);
  }

  /** Ends all requests and streams, and waits shortly for their threads. */
  @Override
  public void close() {
    closed.countDown();
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      executor.shutdownNow();
      executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
