package dev.headwater.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Sends back what it gets, and counts it. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong received = new AtomicLong();
  private final Thread acceptor = daemon(this::serve);

  EchoServer() throws IOException {
    acceptor.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  long received() {
    return received.get();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        daemon(() -> echo(socket)).start();
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void echo(Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      byte[] piece = new byte[8192];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        received.addAndGet(count);
        socket.getOutputStream().write(piece, 0, count);
      }
    } catch (IOException e) {
      return; // cut, as the tests want it
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "echo");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      acceptor.join(); // until then the kernel may still take a client
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }
}
