package dev.headwater.github.emulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * HTTP on a loopback port. Requests are answered by at most so many threads, at most {@value
 * #QUEUE} wait for them, and of each no more than a set number of bytes is taken.
 */
final class HttpFront implements AutoCloseable {
  private static final int QUEUE = 1_024;
  private static final int LINE_BYTES = 16 << 10;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int CLOSE_SECONDS = 5;

  /** Moves the bytes of all servers of the process, on one daemon thread that stays. */
  private static final class Loop {
    static final EventLoopGroup SHARED =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("github-emulator-io", true), NioIoHandler.newFactory());
  }

  private final ThreadPoolExecutor workers;
  private final HttpExchanges exchanges;
  private final ChannelGroup connections;
  private final Channel channel;

  private HttpFront(
      ThreadPoolExecutor workers,
      HttpExchanges exchanges,
      ChannelGroup connections,
      Channel channel) {
    this.workers = workers;
    this.exchanges = exchanges;
    this.connections = connections;
    this.channel = channel;
  }

  /**
   * Listens on that port, or on a free one if it is 0; requests are refused until {@link #serve}.
   *
   * @throws UncheckedIOException if the port is taken
   */
  static HttpFront bind(int port, int threads, int maxBodyBytes) {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            new DefaultThreadFactory("github-emulator", true));
    workers.allowCoreThreadTimeOut(true);
    HttpExchanges exchanges = new HttpExchanges(workers);
    ChannelGroup connections = new DefaultChannelGroup(Loop.SHARED.next(), true);
    try {
      Channel channel = listen(exchanges, connections, port, maxBodyBytes);
      return new HttpFront(workers, exchanges, connections, channel);
    } catch (UncheckedIOException e) {
      workers.shutdownNow();
      throw e;
    }
  }

  private static Channel listen(
      HttpExchanges exchanges, ChannelGroup connections, int port, int maxBodyBytes) {
    ServerBootstrap server =
        new ServerBootstrap()
            .group(Loop.SHARED)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connections.add(connection);
                    connection
                        .pipeline()
                        .addLast(new HttpServerCodec(LINE_BYTES, LINE_BYTES, CHUNK_BYTES))
                        .addLast(new HttpObjectAggregator(maxBodyBytes))
                        .addLast(exchanges);
                  }
                });
    var bound = server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    bound.awaitUninterruptibly();
    if (!bound.isSuccess()) {
      BindException cause = new BindException(String.valueOf(bound.cause().getMessage()));
      throw new UncheckedIOException("Cannot listen on port " + port, cause);
    }
    return bound.channel();
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** From now on requests are answered from there. */
  void serve(Front front) {
    exchanges.serve(front);
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    connections.close().awaitUninterruptibly();
  }
}
