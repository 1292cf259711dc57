package dev.headwater.servers;

import dev.headwater.servers.FaultProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection through the proxy: two sockets and a thread for each direction. */
final class ProxyConnection {
  private static final Logger log = LoggerFactory.getLogger(ProxyConnection.class);
  private static final int PIECE_BYTES = 16 * 1024;

  private final Socket client;
  private final Socket server;
  private final Traffic traffic;
  private final AtomicInteger running = new AtomicInteger(Direction.values().length);

  ProxyConnection(Socket client, Socket server, Traffic traffic) throws IOException {
    this.client = client;
    this.server = server;
    this.traffic = traffic;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  void start(Runnable whenOver) {
    daemon("headwater-proxy-requests", () -> pump(client, server, Direction.TO_SERVER, whenOver))
        .start();
    daemon("headwater-proxy-answers", () -> pump(server, client, Direction.TO_CLIENT, whenOver))
        .start();
  }

  private void pump(Socket from, Socket to, Direction direction, Runnable whenOver) {
    try {
      if (transfer(from.getInputStream(), to.getOutputStream(), direction)) {
        to.shutdownOutput(); // the other direction may still be of use
      } else {
        reset();
      }
    } catch (IOException e) {
      log.trace("Connection broke", e);
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    } finally {
      if (running.decrementAndGet() == 0) {
        close();
        whenOver.run();
      }
    }
  }

  /** Whether the sender came to its end; otherwise the connection is to be cut. */
  private boolean transfer(InputStream from, OutputStream to, Direction direction)
      throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
      int allowed = traffic.admit(direction, count);
      to.write(piece, 0, allowed);
      if (allowed < count) {
        return false;
      }
    }
    return true;
  }

  /** Resets both sockets, so that both sides see an error rather than an end. */
  void reset() {
    reset(client);
    reset(server);
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      log.trace("Already closed", e);
    }
    close(socket);
  }

  private void close() {
    close(client);
    close(server);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.trace("Already closed", e);
    }
  }
}
