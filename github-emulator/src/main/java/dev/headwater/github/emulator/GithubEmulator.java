package dev.headwater.github.emulator;

import dev.headwater.github.emulator.git.BareRepository;
import dev.headwater.github.emulator.git.RefView;
import dev.headwater.github.emulator.rest.Links;
import dev.headwater.github.emulator.rest.Routes;
import dev.headwater.github.emulator.rest.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A running server that answers as GitHub's REST API does, for one repository that it keeps as a
 * bare Git repository. It listens on the loopback address only. Thread-safe.
 *
 * <pre>{@code
 * try (GithubEmulator github = GithubEmulator.over(directory.resolve("data.git")).start()) {
 *   GitHub client =
 *       new GitHubBuilder()
 *           .withEndpoint(github.endpoint().toString())
 *           .withOAuthToken(github.token())
 *           .build();
 *   client.getRepository(github.repository());
 * }
 * }</pre>
 *
 * <p>What people do with the repository in the meantime, with {@link #person} or with {@code git},
 * is seen at once.
 */
public final class GithubEmulator implements AutoCloseable {
  private final BareRepository repository;
  private final HttpFront http;
  private final Links links;
  private final String token;
  private final Tokens tokens = new Tokens();
  private final Requests requests = new Requests();
  private final Faults faults;
  private final InstantSource time;
  private volatile RateLimits rateLimits;
  private volatile SizeLimits sizeLimits;

  GithubEmulator(GithubEmulatorBuilder builder, BareRepository repository, HttpFront http)
      throws IOException {
    this.repository = repository;
    this.http = http;
    this.time = builder.clock;
    this.rateLimits = builder.rateLimits;
    this.sizeLimits = builder.sizeLimits;
    this.token = builder.token.secret();
    tokens.accept(builder.token);
    URI endpoint = URI.create("http://127.0.0.1:" + http.port());
    int slash = builder.repository.indexOf('/');
    this.links =
        new Links(
            endpoint,
            builder.repository.substring(0, slash),
            builder.repository.substring(slash + 1));
    RefView view = new RefView(repository.refs(), time);
    this.faults = new Faults(view::lag);
    Site site = new Site(repository, view, links, new LiveRules(faults, () -> sizeLimits), time);
    Checks checks =
        new Checks(tokens, faults, new Routes(site), builder.app, () -> rateLimits, time);
    http.serve(new Front(faults, checks, requests, builder.listener, time, () -> rateLimits));
  }

  /** An emulator over the bare repository in that directory, which is created when absent. */
  public static GithubEmulatorBuilder over(Path bareRepository) {
    return new GithubEmulatorBuilder(bareRepository);
  }

  /** What clients take for {@code https://api.github.com}. */
  public URI endpoint() {
    return links.endpoint();
  }

  /** {@code owner/name}. */
  public String repository() {
    return links.owner() + "/" + links.name();
  }

  /** The secret of the token that it was started with. */
  public String token() {
    return token;
  }

  /** Accepts another token, or the same with other rights. */
  public void accept(AccessToken token) {
    tokens.accept(token);
  }

  /** Answers that token with 401 from now on. */
  public void revoke(String secret) {
    tokens.revoke(secret);
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What was asked for. */
  public Requests requests() {
    return requests;
  }

  /** How much may be asked for from now on. What was used stays used. */
  public void rateLimits(RateLimits limits) {
    rateLimits = limits;
  }

  /** How large things may be from now on. */
  public void sizeLimits(SizeLimits limits) {
    sizeLimits = limits;
  }

  /** Somebody who works on the repository with Git, by the same clock. */
  public PersonCommits person(String name, String mail) {
    return new PersonCommits(repository, name, mail, time, PersonCommits.Ownership.BORROWED);
  }

  /** Ends the server; the repository stays. */
  @Override
  public void close() {
    faults.gate().close();
    http.close();
    repository.close();
  }

  static GithubEmulator start(GithubEmulatorBuilder builder) {
    BareRepository repository = BareRepository.open(builder.directory, builder.defaultBranch);
    HttpFront http = null;
    try {
      http = HttpFront.bind(builder.port, builder.threads, builder.maxBodyBytes);
      return new GithubEmulator(builder, repository, http);
    } catch (IOException e) {
      abandon(repository, http);
      throw new UncheckedIOException("Cannot read the repository " + builder.directory, e);
    } catch (RuntimeException e) {
      abandon(repository, http);
      throw e;
    }
  }

  private static void abandon(BareRepository repository, @Nullable HttpFront http) {
    repository.close();
    if (http != null) {
      http.close();
    }
  }
}
