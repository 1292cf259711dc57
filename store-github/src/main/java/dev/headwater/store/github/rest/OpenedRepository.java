package dev.headwater.store.github.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The repository as github-api knows it, asked for when it is first needed. Thread-safe. */
final class OpenedRepository {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedRepository.class);

  private final GithubAddress address;
  private final GithubConnector connector;
  private final GitHub github;
  private final Attempts attempts;
  private volatile @Nullable GHRepository opened;

  OpenedRepository(GithubAddress address, RestExchange exchange, Attempts attempts) {
    this.address = address;
    this.connector = new GithubConnector(exchange);
    this.github = github(address, connector);
    this.attempts = attempts;
  }

  /** Something that github-api does with the repository. */
  interface Work<T> {
    T with(GHRepository repository) throws IOException;
  }

  /** Does it. One request, and one more the first time. */
  <T> T run(RestCall call, Effect effect, Work<T> work) {
    GHRepository known = opened;
    GHRepository repository = known == null ? ask(call) : known;
    return attempts.run(call, effect, () -> connector.during(call, () -> work.with(repository)));
  }

  /** What GitHub says of it, as far as that is known already, or else asked for. */
  RepositoryFacts facts(RestCall call) {
    GHRepository known = opened;
    return facts(known == null ? ask(call) : known);
  }

  /** Asks GitHub for the repository, which fails if there is none. One request. */
  GHRepository ask(RestCall call) {
    String name = address.owner() + "/" + address.repository();
    GHRepository found =
        attempts.run(
            call, Effect.NONE, () -> connector.during(call, () -> github.getRepository(name)));
    if (opened == null && !name.equalsIgnoreCase(found.getFullName())) {
      LOG.warn("The repository {} is called {} now: change the URI", name, found.getFullName());
    }
    opened = found;
    return found;
  }

  /** The branch that is meant. A request the first time, if none is named. */
  String branch(RestCall call) {
    Optional<String> named = address.branch();
    return named.isPresent() ? named.get() : facts(call).defaultBranch();
  }

  /** What GraphQL calls it. A request the first time. */
  String nodeId(RestCall call) {
    GHRepository known = opened;
    return (known == null ? ask(call) : known).getNodeId();
  }

  URI graphql() {
    return address.graphql();
  }

  /** The addresses of its things, by its newest name that is known. */
  RepositoryUris uris() {
    GHRepository known = opened;
    String name =
        known == null ? address.owner() + "/" + address.repository() : known.getFullName();
    return new RepositoryUris(address.endpoint(), name);
  }

  private static RepositoryFacts facts(GHRepository repository) {
    return new RepositoryFacts(
        repository.getFullName(),
        repository.getDefaultBranch(),
        repository.hasPushAccess(),
        repository.isArchived());
  }

  /* No credential goes to the library: the exchange adds it. */
  private static GitHub github(GithubAddress address, GithubConnector connector) {
    try {
      return new GitHubBuilder()
          .withEndpoint(address.endpoint().toString())
          .withConnector(connector)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("github-api sends requests when it is made", e);
    }
  }
}
