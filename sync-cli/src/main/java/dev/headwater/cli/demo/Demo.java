package dev.headwater.cli.demo;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.files.BrokenOffException;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Output;
import dev.headwater.cli.output.Quoting;
import dev.headwater.servers.ServerFailedException;
import dev.headwater.servers.SqlServer;
import dev.headwater.store.StoreException;
import dev.headwater.store.spi.StoreEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows a chain of real stores at work. Used once. */
public final class Demo {

  private static final List<Step> STEPS =
      List.of(
          new ImportStep(),
          new GithubBehindStep(),
          new ReadBackStep(),
          new GitStep(),
          new WalkStep(),
          new SecondProcessStep(),
          new PersonStep(),
          new LoseEtcdStep(),
          new RepairStep(),
          new SyncStep(),
          new CheckStep(),
          new DeleteStep(),
          new PullThePlugStep(),
          new SyncGithubStep());

  private final StoreEnvironment environment;
  private final Output output;
  private final Board board;

  public Demo(StoreEnvironment environment, Output output, boolean coloured) {
    this.environment = environment;
    this.output = output;
    this.board = new Board(output, coloured);
  }

  /**
   * Runs all steps, to the first that fails.
   *
   * @param directory whose files to take; empty for those of this program's checkout
   * @param github the repository on GitHub to use; empty for an emulator
   */
  public ExitCode run(Optional<Path> directory, Optional<String> github) {
    Instant started = environment.time().instant();
    output.printText("Headwater demo: memory, etcd, SQL and GitHub as one store\n");
    try (Servers servers = servers(github)) {
      try (Layers layers =
          Layers.open(servers.uris(), servers.github().uri(), servers.environment())) {
        DemoFiles files = files(directory.orElseGet(Checkout::root), layers.maxValueBytes());
        runAll(Stage.of(servers, layers, files, environment.time()));
      }
      board.table();
      return concluded(servers, Duration.between(started, environment.time().instant()));
    }
  }

  private Servers servers(Optional<String> github) {
    String title = "find or start the servers";
    board.begin(title);
    Instant before = environment.time().instant();
    Servers servers = found(github);
    board.done(
        title,
        Duration.between(before, environment.time().instant()),
        Outcome.passed(
            "the servers",
            "all answer",
            servers.etcd().description(),
            servers.sql().description(),
            servers.github().description()));
    return servers;
  }

  private Servers found(Optional<String> github) {
    try {
      return Servers.find(github, environment);
    } catch (RuntimeException e) {
      board.breakOff();
      throw e;
    }
  }

  private static DemoFiles files(Path directory, long maxValueBytes) {
    DemoFiles files = DemoFiles.of(directory, maxValueBytes);
    if (files.files().isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "there is no file in '%s' to work with".formatted(directory));
    }
    return files;
  }

  private void runAll(Stage stage) {
    for (Step step : STEPS) {
      board.begin(step.title());
      Instant before = environment.time().instant();
      Outcome outcome = run(step, stage);
      board.done(step.title(), Duration.between(before, environment.time().instant()), outcome);
      if (outcome.kind() == Outcome.Kind.FAILED) {
        return;
      }
    }
  }

  private Outcome run(Step step, Stage stage) {
    try {
      return step.run(stage);
    } catch (CheckFailedException | StoreException | BrokenOffException | ServerFailedException e) {
      if (Thread.currentThread().isInterrupted()) {
        board.breakOff();
        throw e; // no step failed: nobody wants the rest any more
      }
      return Outcome.failed(Quoting.line(String.valueOf(e.getMessage())));
    }
  }

  private ExitCode concluded(Servers servers, Duration took) {
    long failed = board.count(Outcome.Kind.FAILED);
    boolean cockroach = servers.sql().kind() == SqlServer.Kind.COCKROACH;
    String verdict = failed > 0 ? "A STEP FAILED" : "All steps passed";
    output.printText("\n%s in %s.".formatted(verdict, Amounts.duration(took)));
    if (!cockroach) {
      output.printText(
          "CockroachDB itself was not run: the SQL layer was\n%s."
              .formatted(servers.sql().description()));
    }
    if (servers.github().isEmulated()) {
      output.printText(
          "GitHub itself was not asked: the GitHub layer was a\n%s."
              .formatted(servers.github().description()));
    }
    servers.github().leaves().ifPresent(output::printText);
    output.printJson(
        Json.ofType("summary")
            .with("steps", board.size())
            .with("failed", failed)
            .with("etcd", servers.etcd().description())
            .with("sql", servers.sql().description())
            .with("github", servers.github().description())
            .with("cockroachRun", cockroach)
            .with("githubRun", !servers.github().isEmulated())
            .with("millis", took.toMillis()));
    return failed == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
  }
}
