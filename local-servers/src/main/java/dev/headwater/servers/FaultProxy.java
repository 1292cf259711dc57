package dev.headwater.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy on loopback in front of one server, which breaks connections on request.
 *
 * <p>It holds at most 16 KiB for each direction of a connection, besides what the sockets buffer.
 * All methods may be called from any thread and take effect on the bytes that have not passed yet.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FaultProxy.class);
  private static final int BACKLOG = 128;
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);

  /** Which way bytes travel. */
  public enum Direction {
    /** Requests: from the client to the server. */
    TO_SERVER,
    /** Answers: from the server to the client. */
    TO_CLIENT
  }

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final Traffic traffic = new Traffic();
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread acceptor = ProxyConnection.daemon("headwater-proxy-accept", this::acceptAll);
  private volatile boolean refusing;

  private FaultProxy(InetSocketAddress target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  /** Listens on a free loopback port and passes everything on until told otherwise. */
  public static FaultProxy inFrontOf(String host, int port) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      ServerSocket listener = new ServerSocket(0, BACKLOG, loopback);
      FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), listener);
      proxy.acceptor.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("No port for a proxy", e);
    }
  }

  /** The loopback port that clients connect to, on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** {@code 127.0.0.1:port}. */
  public String endpoint() {
    return "127.0.0.1:" + port();
  }

  /** How many connections were accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Resets every connection that is open now. */
  public void cutAll() {
    connections.forEach(ProxyConnection::reset);
  }

  /** Resets every new connection at once, until {@link #accept()}; the open ones stay. */
  public void refuse() {
    refusing = true;
  }

  /** Takes new connections again. */
  public void accept() {
    refusing = false;
  }

  /** Passes nothing on, both ways, as if the network were split, until {@link #flow()}. */
  public void blackhole() {
    traffic.hold();
  }

  /** Passes on what was held back, and everything after it. */
  public void flow() {
    traffic.release();
  }

  /** Holds every piece of at most 16 KiB for so long, in each direction; 0 for no delay. */
  public void delayMillis(long millis) {
    traffic.delayMillis(millis);
  }

  /**
   * Passes on so many more bytes in that direction, over all connections, and resets the connection
   * that brings the next one. This happens once. With {@link Direction#TO_CLIENT} and 0, the server
   * has done what it was asked for and the client does not hear of it.
   */
  public void cutAfterBytes(Direction direction, long bytes) {
    traffic.cutAfterBytes(direction, bytes);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        admit(listener.accept());
      } catch (IOException e) {
        log.debug("A client of the proxy on port {} was not served", port(), e);
      }
    }
  }

  private void admit(Socket client) throws IOException {
    accepted.incrementAndGet();
    if (refusing) {
      ProxyConnection.reset(client);
      return;
    }
    Socket server = new Socket();
    try {
      server.connect(target, (int) CONNECT_DEADLINE.toMillis());
      if (server.getLocalPort() == server.getPort()
          && server.getInetAddress().isLoopbackAddress()) {
        throw new ConnectException("TCP connected the socket to itself: nobody listens");
      }
    } catch (IOException e) {
      ProxyConnection.reset(client);
      server.close();
      throw e;
    }
    ProxyConnection connection = new ProxyConnection(client, server, traffic);
    connections.add(connection);
    connection.start(() -> connections.remove(connection));
    if (listener.isClosed()) {
      connection.reset();
    }
  }

  /** Frees the port and resets all connections; the threads end with them. */
  @Override
  public void close() {
    try {
      listener.close();
      acceptor.join(CONNECT_DEADLINE.toMillis()); // until then the kernel may still take a client
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      traffic.close();
      cutAll();
    }
  }
}
