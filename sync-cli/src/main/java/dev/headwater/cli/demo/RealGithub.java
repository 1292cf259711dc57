package dev.headwater.cli.demo;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.github.rest.GitCommit;
import dev.headwater.store.github.rest.GitRepository;
import dev.headwater.store.github.rest.GithubAddress;
import dev.headwater.store.github.rest.GithubCredentials;
import dev.headwater.store.github.rest.GithubRepositories;
import dev.headwater.store.github.rest.GithubSettings;
import dev.headwater.store.github.rest.Moved;
import dev.headwater.store.github.rest.NewCommit;
import dev.headwater.store.github.rest.RateGovernors;
import dev.headwater.store.github.rest.RateLimits;
import dev.headwater.store.github.rest.RestEnvironment;
import dev.headwater.store.github.rest.TreeChange;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreUri;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A branch of its own in a repository of the user's, with a history of its own: nothing of what is
 * there is read or changed. The branch stays, for the user to look at.
 */
final class RealGithub implements DemoGithub {

  private static final String STORE = "github";
  private static final Set<String> PARAMETERS =
      Set.of("endpoint", "limits", "token-file", "app", "installation", "key-file");
  private static final Pattern SEQUENCE = Pattern.compile("Headwater-Sequence: ([0-9]{1,18})");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String POLL = "poll=2s";
  private static final int TRIES = 5;

  private final String text;
  private final StoreUri uri;
  private final String branch;
  private final GithubAddress address;
  private final Background background;
  private final GitRepository repository;

  private RealGithub(String text, String branch, StoreEnvironment environment) {
    this.text = text;
    this.uri = StoreUri.parse(text);
    uri.requireParametersAmong(PARAMETERS);
    this.branch = branch;
    this.address = onBranch(GithubAddress.of(uri), branch);
    this.background = Background.daemon("headwater-demo-github");
    this.repository =
        GithubRepositories.open(
            new GithubSettings(
                STORE,
                address,
                GithubCredentials.of(uri, environment.variables(), address),
                RateLimits.of(uri, address),
                TIMEOUT),
            new RestEnvironment(
                environment.time(),
                Ticker.system(),
                background,
                new SecureRandom(),
                RateGovernors.shared()));
  }

  private static GithubAddress onBranch(GithubAddress address, String branch) {
    return new GithubAddress(
        address.endpoint(), address.owner(), address.repository(), Optional.of(branch));
  }

  /**
   * Makes the branch.
   *
   * @param text a URI, or {@code OWNER/REPOSITORY} on github.com
   */
  static RealGithub open(String text, String branch, StoreEnvironment environment) {
    String uri = text.startsWith("github:") ? text : "github:" + text;
    RealGithub github = new RealGithub(uri, branch, environment);
    try {
      github.createBranch();
      return github;
    } catch (RuntimeException e) {
      github.close();
      throw e;
    }
  }

  private void createBranch() {
    if (repository.defaultHead().isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s has no commits yet; make a first one, such as a README, since a branch can't be made"
              .formatted(address.location()));
    }
    String tree =
        repository.createTree(null, List.of(new TreeChange.Text(".gitattributes", "* -text\n")));
    String root = repository.createCommit(new NewCommit(tree, List.of(), "Headwater's demo"));
    repository.createHead(root);
  }

  @Override
  public String uri() {
    return "%s%sbranch=%s&%s".formatted(text, uri.parameters().isEmpty() ? '?' : '&', branch, POLL);
  }

  @Override
  public String description() {
    return "%s, branch %s".formatted(address.location(), branch);
  }

  @Override
  public StoreEnvironment with(StoreEnvironment environment) {
    return environment;
  }

  @Override
  public boolean isEmulated() {
    return false;
  }

  @Override
  public Optional<Path> directory() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> file(String path) {
    return repository.file(head(), path);
  }

  @Override
  public long commits() {
    Matcher sequence = SEQUENCE.matcher(commit(head()).message());
    return sequence.find() ? Long.parseLong(sequence.group(1)) : 0;
  }

  @Override
  public String newestCommit() {
    GitCommit newest = commit(head());
    return "%s: %s".formatted(newest.authorName(), newest.message().lines().findFirst().orElse(""));
  }

  @Override
  public String edit(String path, String text, String message) {
    for (int i = 0; i < TRIES; i++) {
      String head = head();
      String tree =
          repository.createTree(commit(head).tree(), List.of(new TreeChange.Text(path, text)));
      String edited = repository.createCommit(new NewCommit(tree, List.of(head), message));
      if (repository.moveHead(edited) == Moved.MOVED) {
        return commit(edited).authorName();
      }
    }
    throw new CheckFailedException("somebody else always was faster on " + branch);
  }

  private String head() {
    return repository
        .head()
        .orElseThrow(() -> new CheckFailedException("the branch %s is gone".formatted(branch)));
  }

  private GitCommit commit(String id) {
    return repository
        .commit(id)
        .orElseThrow(() -> new CheckFailedException("the commit %s is gone".formatted(id)));
  }

  @Override
  public Optional<String> leaves() {
    return Optional.of(
        "The branch %s stays in %s, for you to look at and delete."
            .formatted(branch, address.location()));
  }

  @Override
  public void close() {
    repository.close();
    background.close();
  }
}
