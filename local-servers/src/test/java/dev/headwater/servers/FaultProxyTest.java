package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.servers.FaultProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int SILENCE_MILLIS = 200;

  private EchoServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = FaultProxy.inFrontOf("127.0.0.1", server.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
    assertThat(Await.reached(DEADLINE, FaultProxyTest::noThreads)).isTrue();
  }

  private static boolean noThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("headwater-proxy"));
  }

  @Test
  void bytesPassUnchangedBothWays() throws Exception {
    byte[] sent = new byte[1_000_000];
    new Random(1).nextBytes(sent);
    try (Socket client = connect()) {
      CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> send(client, sent));
      assertThat(Arrays.equals(client.getInputStream().readAllBytes(), sent)).isTrue();
      writing.join();
    }
  }

  @Test
  void cutAllResetsWhatIsOpenAndNewConnectionsWork() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, 7)).isEqualTo(7);
      proxy.cutAll();
      assertThatThrownBy(() -> echo(client, 8)).isInstanceOf(SocketException.class);
    }
    try (Socket client = connect()) {
      assertThat(echo(client, 9)).isEqualTo(9);
    }
    assertThat(proxy.accepted()).isEqualTo(2);
  }

  @Test
  void refuseKeepsTheOpenAndResetsTheNew() throws IOException {
    try (Socket open = connect()) {
      assertThat(echo(open, 1)).isEqualTo(1);
      proxy.refuse();
      assertThatThrownBy(this::connectAndEcho).isInstanceOf(SocketException.class);
      assertThat(echo(open, 2)).isEqualTo(2);
      proxy.accept();
      assertThat(connectAndEcho()).isEqualTo(3);
    }
  }

  @Test
  void blackholeIsSilentAndFlowLosesNothing() throws IOException {
    try (Socket client = connect()) {
      proxy.blackhole();
      client.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> echo(client, 5)).isInstanceOf(SocketTimeoutException.class);
      assertThat(server.received()).isZero();
      proxy.flow();
      client.setSoTimeout((int) DEADLINE.toMillis());
      assertThat(client.getInputStream().read()).isEqualTo(5);
    }
  }

  @Test
  void delayCountsForEachDirection() throws IOException {
    try (Socket client = connect()) {
      proxy.delayMillis(60);
      long start = System.nanoTime();
      assertThat(echo(client, 5)).isEqualTo(5);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(119));
    }
  }

  @Test
  void answerCanBeLostAfterTheServerHasTheRequest() throws IOException {
    try (Socket client = connect()) {
      proxy.cutAfterBytes(Direction.TO_CLIENT, 0);
      assertThatThrownBy(() -> echo(client, 5)).isInstanceOf(SocketException.class);
      assertThat(server.received()).isEqualTo(1);
    }
    assertThat(connectAndEcho()).isEqualTo(3); // cut once, not for ever
  }

  @Test
  void requestCanBeCutHalfWay() throws IOException {
    try (Socket client = connect()) {
      proxy.cutAfterBytes(Direction.TO_SERVER, 4);
      client.getOutputStream().write(new byte[10]);
      assertThatThrownBy(() -> client.getInputStream().readNBytes(5))
          .isInstanceOf(SocketException.class);
      assertThat(server.received()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void closeFreesThePortEvenWhileHolding() throws IOException {
    try (Socket client = connect()) {
      proxy.blackhole();
      client.getOutputStream().write(1);
      proxy.close();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void deadServerResetsTheClient() throws IOException {
    server.close();
    assertThatThrownBy(this::connectAndEcho).isInstanceOf(SocketException.class);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout((int) DEADLINE.toMillis());
    return socket;
  }

  private int connectAndEcho() throws IOException {
    try (Socket client = connect()) {
      return echo(client, 3);
    }
  }

  private static int echo(Socket client, int value) throws IOException {
    client.getOutputStream().write(value);
    int answer = client.getInputStream().read();
    if (answer < 0) {
      throw new SocketException("end of stream");
    }
    return answer;
  }

  private static void send(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
      client.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
