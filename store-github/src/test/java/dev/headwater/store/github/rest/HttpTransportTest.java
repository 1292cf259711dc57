package dev.headwater.store.github.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.headwater.store.RejectedException;
import dev.headwater.store.RejectedException.Reason;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTransportTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path directory;

  @Test
  void aBodyIsTakenUpToItsBound() throws Exception {
    BodySubscriber<byte[]> body = new BoundedBody(4);
    AtomicBoolean cancelled = new AtomicBoolean();
    body.onSubscribe(subscription(cancelled));
    body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3, 4})));
    body.onComplete();

    assertThat(body.getBody().toCompletableFuture().get()).containsExactly(1, 2, 3, 4);
    assertThat(cancelled).isFalse();
  }

  @Test
  void aBodyAboveItsBoundIsGivenUpAtOnce() {
    BodySubscriber<byte[]> body = new BoundedBody(4);
    AtomicBoolean cancelled = new AtomicBoolean();
    body.onSubscribe(subscription(cancelled));
    body.onNext(List.of(ByteBuffer.wrap(new byte[5]), ByteBuffer.wrap(new byte[1])));
    body.onComplete();

    assertThatThrownBy(() -> body.getBody().toCompletableFuture().get())
        .hasCauseInstanceOf(AnswerTooLargeException.class);
    assertThat(cancelled).isTrue();
  }

  @Test
  void aServerThatNobodyVouchesForGetsNoToken() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    HttpsServer server = selfSigned();
    server.createContext("/", exchange -> asked.set(true));
    server.start();
    RestFixture fixture = new RestFixture();
    URI endpoint = URI.create("https://localhost:" + server.getAddress().getPort());
    GithubAddress address = new GithubAddress(endpoint, "owner", "repo", Optional.of("main"));
    try (GitRepository repository = fixture.open(address, new GithubCredentials.Anonymous())) {
      assertThatThrownBy(() -> repository.moveHead("a".repeat(40)))
          .isInstanceOfSatisfying(
              RejectedException.class,
              error -> assertThat(error.reason()).isEqualTo(Reason.CONFIGURATION))
          .hasMessageContaining("the server's certificate is not trusted");
    } finally {
      server.stop(0);
      fixture.close();
    }
    assertThat(asked).isFalse();
  }

  private HttpsServer selfSigned() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(keyStore(), PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  private KeyStore keyStore() throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-alias",
                "server",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static Subscription subscription(AtomicBoolean cancelled) {
    return new Subscription() {
      @Override
      public void request(long count) {}

      @Override
      public void cancel() {
        cancelled.set(true);
      }
    };
  }
}
