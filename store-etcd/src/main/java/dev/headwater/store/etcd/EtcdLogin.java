package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.etcd.EtcdStoreConfig.Login;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The token that etcd gives a user for its password; asked for once, and again when it has expired.
 * Thread-safe.
 */
final class EtcdLogin {

  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

  private final @Nullable Login login;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Metadata token; // empty where the server does not ask for one

  EtcdLogin(@Nullable Login login) {
    this.login = login;
  }

  /**
   * The channel, with a token on every call if there is a user.
   *
   * @throws StatusRuntimeException if the server did not give a token; no call was made then
   */
  Channel with(Channel channel, CallOptions options) {
    if (login == null) {
      return channel;
    }
    Metadata known = token;
    Metadata current = known == null ? ask(login, channel, options) : known;
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(current));
  }

  /** Makes the next call ask for a new token. */
  void forget() {
    token = null;
  }

  private Metadata ask(Login user, Channel channel, CallOptions options) {
    lock.lock();
    try {
      Metadata known = token;
      Metadata given = known == null ? authenticate(user, channel, options) : known;
      token = given;
      return given;
    } finally {
      lock.unlock();
    }
  }

  private static Metadata authenticate(Login user, Channel channel, CallOptions options) {
    AuthenticateRequest request =
        AuthenticateRequest.newBuilder()
            .setNameBytes(ByteString.copyFromUtf8(user.user()))
            .setPasswordBytes(ByteString.copyFromUtf8(user.password().reveal()))
            .build();
    Metadata headers = new Metadata();
    try {
      headers.put(
          TOKEN,
          ClientCalls.blockingUnaryCall(channel, AuthGrpc.getAuthenticateMethod(), options, request)
              .getToken());
    } catch (StatusRuntimeException e) {
      if (!isNotEnabled(e.getStatus())) {
        throw e;
      }
      // The server lets everybody in; go on without a token, as etcd's own client does.
    }
    return headers;
  }

  private static boolean isNotEnabled(Status status) {
    String description = status.getDescription();
    return description != null && description.contains("authentication is not enabled");
  }
}
