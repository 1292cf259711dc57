package dev.headwater.github.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.Client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpFrontTest extends EmulatorCase {

  @Test
  void aBodyThatIsTooLongIsRefused() {
    try (GithubEmulator small = over("small.git").maxBodyBytes(1_000).start()) {
      Client sender = new Client(small, small.token());
      assertThat(sender.post("git/blobs", Map.of("content", "x".repeat(2_000))).status())
          .isEqualTo(413);
      assertThat(sender.get("").status()).isEqualTo(200);
    }
  }

  private GithubEmulatorBuilder over(String name) {
    return GithubEmulator.over(directory.resolve(name));
  }

  @Test
  void aHeadRequestHasNoBody() {
    seed();
    Response answer = client.send("HEAD", "commits/main", null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("ETag")).isNotEmpty();
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    GithubEmulatorBuilder second = over("second.git").port(github.endpoint().getPort());
    assertThatThrownBy(second::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Integer.toString(github.endpoint().getPort()));
  }

  @Test
  void whatIsNoRepositoryIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    Path full = Files.createDirectory(directory.resolve("full"));
    Files.writeString(full.resolve("mine"), "x");

    for (Path path : List.of(file, full)) {
      assertThatThrownBy(() -> GithubEmulator.over(path).start())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'%s' is neither a bare Git repository nor", path);
    }
    assertThat(full.toFile().list()).containsExactly("mine");
  }

  @Test
  void moreRequestsThanThreadsAreServedInTurn() throws Exception {
    try (GithubEmulator narrow = over("narrow.git").threads(2).start()) {
      narrow.person("Ada", "a@example.org").edit().write("a", "1").commit();
      Client one = new Client(narrow, narrow.token());
      List<Background> many = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int number = i;
        Background request =
            Background.of(() -> one.post("git/blobs", Map.of("content", "x" + number)));
        request.start();
        many.add(request);
      }
      for (Background request : many) {
        assertThat(request.result().status()).isEqualTo(201);
      }
    }
  }

  @Test
  void closingLetsNoRequestWait() throws Exception {
    GithubEmulator closing = over("closing.git").start();
    closing.faults().next(Fault.held(Fault.Moment.BEFORE));
    Client caller = new Client(closing, closing.token());
    Background held = Background.of(() -> caller.get(""));
    held.start();
    held.awaitUntil(() -> closing.faults().held() == 1);
    closing.close();
    held.awaitUntil(held::isDone);
  }

  @Test
  void wrongSettingsAreRefused() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> over("a").port(70_000),
            () -> over("a").threads(0),
            () -> over("a").maxBodyBytes(0),
            () -> over("a").repository("name"))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
