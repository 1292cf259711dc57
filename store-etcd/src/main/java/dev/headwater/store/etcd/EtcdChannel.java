package dev.headwater.store.etcd;

import dev.headwater.store.etcd.EtcdStoreConfig.ClientCertificate;
import dev.headwater.store.etcd.EtcdStoreConfig.Tls;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes the gRPC channel of a store. Connects to nothing. */
final class EtcdChannel {

  /** The most that one answer may have; pages and batches of reads are made to fit. */
  static final int MAX_ANSWER_BYTES = 64 << 20;

  /* etcd ends connections that ping more often than every 5 s. */
  private static final long KEEP_ALIVE_SECONDS = 10;
  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 5;

  private EtcdChannel() {}

  /**
   * A channel to all endpoints.
   *
   * @param interceptors see every call
   * @throws IllegalArgumentException if a certificate or key can't be used, naming the parameter
   */
  static ManagedChannel open(
      EtcdStoreConfig config, Executor executor, List<ClientInterceptor> interceptors) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(target(config))
            .defaultLoadBalancingPolicy("round_robin")
            .executor(executor)
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis(config))
            .disableRetry()
            .intercept(interceptors);
    Tls tls = config.tls();
    return tls == null
        ? builder.usePlaintext().build()
        : builder.useTransportSecurity().sslContext(context(tls)).build();
  }

  /* jetcd's resolver takes all endpoints as one path; brackets of IPv6 must be escaped there. */
  private static String target(EtcdStoreConfig config) {
    return "ip:///" + config.address().replace("[", "%5B").replace("]", "%5D");
  }

  private static int connectMillis(EtcdStoreConfig config) {
    long millis = config.timeout().toMillis();
    return Math.toIntExact(
        Math.min(config.endpoints().size() > 1 ? (millis + 1) / 2 : millis, 60_000));
  }

  private static SslContext context(Tls tls) {
    SslContextBuilder builder = GrpcSslContexts.forClient();
    trust(builder, tls.authority());
    identify(builder, tls.client());
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalArgumentException("TLS to etcd can't be set up: " + e.getMessage(), e);
    }
  }

  private static void trust(SslContextBuilder builder, @Nullable Path authority) {
    if (authority != null) {
      try {
        builder.trustManager(authority.toFile());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "parameter ca is no file of PEM certificates: " + authority, e);
      }
    }
  }

  private static void identify(SslContextBuilder builder, @Nullable ClientCertificate client) {
    if (client != null) {
      try {
        builder.keyManager(client.certificate().toFile(), client.key().toFile());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "parameters cert and key are no PEM certificate with its PKCS#8 key: %s, %s"
                .formatted(client.certificate(), client.key()),
            e);
      }
    }
  }
}
