package dev.headwater.cli.github;

import dev.headwater.cli.Session;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.github.emulator.GithubEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what an emulator does, for as long as it is wanted. Used once, by one thread. */
public final class EmulatorRun {

  private static final long TICK_MILLIS = 500;

  private final Session session;
  private final Output output;
  private final GithubEmulator emulator;
  private final Path directory;
  private final EmulatorToken token;
  private final EmulatedRequests requests;

  public EmulatorRun(
      Session session,
      GithubEmulator emulator,
      Path directory,
      EmulatorToken token,
      EmulatedRequests requests) {
    this.session = session;
    this.output = session.output();
    this.emulator = emulator;
    this.directory = directory;
    this.token = token;
    this.requests = requests;
  }

  /** Says how it is reached, and waits until this thread is interrupted or the time is over. */
  public void run(Optional<Duration> duration) {
    session.endInOrder();
    Instant end = duration.map(session.time().instant()::plus).orElse(Instant.MAX);
    started();
    boolean interrupted = false;
    while (!interrupted && session.time().instant().isBefore(end)) {
      interrupted = !tellRequests();
    }
    tell(requests.next());
    output.printText(
        "ending: %s answered; the repository stays in %s"
            .formatted(
                Amounts.count(emulator.requests().count(), "request was", "requests were"),
                directory));
    output.printJson(Json.ofType("summary").with("requests", emulator.requests().count()));
    output.flush();
  }

  private void started() {
    output.printText(
        "GitHub emulator: %s at %s, in %s"
            .formatted(emulator.repository(), emulator.endpoint(), directory));
    output.printText("  headwater put %s greeting hello".formatted(uri()));
    output.printText("  git clone %s".formatted(directory));
    output.printText(
        token
            .origin()
            .map(origin -> "The token is that of %s.".formatted(origin))
            .orElseGet(
                () ->
                    "The token, made for this run:\n  export %s=%s"
                        .formatted(EmulatorToken.VARIABLE, token.secret().reveal())));
    output.printText("End with Ctrl-C.");
    Json json =
        Json.ofType("emulator")
            .with("endpoint", emulator.endpoint().toString())
            .with("repository", emulator.repository())
            .with("uri", uri())
            .with("directory", directory.toString())
            .with("pid", ProcessHandle.current().pid());
    token
        .origin()
        .ifPresentOrElse(
            origin -> json.with("tokenFrom", origin),
            () -> json.with("token", token.secret().reveal()));
    output.printJson(json);
    output.flush();
  }

  private String uri() {
    return "github://%s/%s".formatted(emulator.endpoint().getAuthority(), emulator.repository());
  }

  /* Whether to go on. */
  private boolean tellRequests() {
    try {
      tell(requests.next(TICK_MILLIS));
      return true;
    } catch (InterruptedException e) {
      return false; // it was a signal to end, which is obeyed
    }
  }

  private void tell(@Nullable RequestLineText first) {
    for (RequestLineText request = first; request != null; request = requests.next()) {
      output.print(request);
    }
    long leftOut = requests.takeLeftOut();
    if (leftOut > 0) {
      output.warn("%s more were answered".formatted(Amounts.count(leftOut)));
    }
    output.flush();
  }
}
