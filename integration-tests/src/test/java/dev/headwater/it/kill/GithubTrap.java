package dev.headwater.it.kill;

import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.RequestLine;
import dev.headwater.it.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * GitHub, which does not answer one request of a commit, so that its sender can be killed
 * meanwhile. What was held goes on later: a request may arrive long after its sender is dead.
 */
final class GithubTrap implements AutoCloseable {

  private final Path repository;
  private final GithubEmulator github;

  private GithubTrap(Path repository) {
    this.repository = repository;
    this.github = GithubEmulator.over(repository).start();
  }

  /** GitHub with an empty repository. */
  static GithubTrap in(Path directory) {
    return new GithubTrap(directory.resolve("data.git"));
  }

  String uri() {
    return Servers.githubUri(github);
  }

  Path repository() {
    return repository;
  }

  /** The n-th request of this kind is held. */
  void arm(KillPoint point, int pass) {
    AtomicInteger left = new AtomicInteger(pass);
    github
        .faults()
        .next(
            1,
            line -> isOf(point, line) && left.decrementAndGet() == 0,
            Fault.held(isBefore(point) ? Moment.BEFORE : Moment.AFTER));
  }

  private static boolean isBefore(KillPoint point) {
    return switch (point) {
      case BEFORE_WHOLE_COMMIT, BEFORE_TREE, BEFORE_COMMIT_OBJECT, BEFORE_BRANCH -> true;
      default -> false;
    };
  }

  private static boolean isOf(KillPoint point, RequestLine line) {
    return switch (point) {
      case BEFORE_WHOLE_COMMIT, AFTER_WHOLE_COMMIT ->
          line.isWrite() && line.path().endsWith("/graphql");
      case BEFORE_TREE, AFTER_TREE -> line.isWrite() && line.targets("git/trees");
      case BEFORE_COMMIT_OBJECT, AFTER_COMMIT_OBJECT ->
          line.isWrite() && line.targets("git/commits");
      case BEFORE_BRANCH, AFTER_BRANCH -> line.isRefUpdate();
      default -> throw new IllegalArgumentException(point + " is no request to GitHub");
    };
  }

  /** Whether a request is held now. */
  boolean isReached() {
    return github.faults().held() > 0;
  }

  /** Nothing more is held; what is, goes on after this time. */
  void disarm(Duration after) {
    CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
        .execute(github.faults()::clear);
  }

  /** {@link #disarm} at once. */
  void disarm() {
    github.faults().clear();
  }

  @Override
  public void close() {
    github.close();
  }
}
