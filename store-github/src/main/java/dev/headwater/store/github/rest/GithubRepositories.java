package dev.headwater.store.github.rest;

/** Opens repositories. */
public final class GithubRepositories {

  private GithubRepositories() {}

  /**
   * The requests to a repository. Sends none: a server that is away is noticed by the first one.
   *
   * @throws IllegalArgumentException if the credential is none: its file can't be read, or holds no
   *     token or key
   */
  public static GitRepository open(GithubSettings settings, RestEnvironment environment) {
    GithubAddress address = settings.address();
    Transport transport = new HttpTransport();
    Pauses pauses = new Pauses(environment.background());
    Credential credential =
        Credentials.of(settings.credentials(), address.endpoint(), transport, environment);
    RequestGovernor governor =
        environment.governors().of(address.endpoint(), credential.identity(), settings.limits());
    RestExchange exchange = new RestExchange(address, transport, credential, governor, pauses);
    GithubErrors errors = new GithubErrors(address, credential.origin());
    Attempts attempts = new Attempts(errors, pauses, environment.random());
    OpenedRepository repository = new OpenedRepository(address, exchange, attempts);
    return new RestGitRepository(
        new RepositoryReads(repository, exchange, attempts),
        new RepositoryWrites(repository, exchange, attempts),
        new RestGitRepository.Surroundings(
            settings, environment.ticker(), repository, governor, exchange));
  }
}
