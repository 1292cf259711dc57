package dev.headwater.store.github.rest;

import dev.headwater.store.spi.StoreUri;
import dev.headwater.store.spi.StoreUri.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which repository and branch, and where its API is. Checked when made.
 *
 * @param endpoint the API's address: {@code https://api.github.com}, {@code https://HOST/api/v3} of
 *     GitHub Enterprise, {@code http://localhost:PORT} of an emulator; without encryption on this
 *     machine only, since requests carry a token
 * @param owner the user or organisation
 * @param repository the repository's name
 * @param branch the branch; empty for the repository's default branch
 */
public record GithubAddress(
    URI endpoint, String owner, String repository, Optional<String> branch) {

  /** The API of github.com. */
  public static final URI GITHUB_COM = URI.create("https://api.github.com");

  /** The parameters of a URI that are read here. */
  public static final Set<String> PARAMETERS = Set.of("branch", "endpoint");

  private static final String EXPECTED =
      "; expected github:OWNER/REPOSITORY or github://HOST/OWNER/REPOSITORY";
  private static final String RESIDENCY = ".ghe.com"; // github.com with data in a chosen region
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public GithubAddress {
    endpoint = checked(endpoint);
    require(OWNER.matcher(owner).matches(), "'%s' is no owner of a repository".formatted(owner));
    require(
        REPOSITORY.matcher(repository).matches()
            && !repository.equals(".")
            && !repository.equals(".."),
        "'%s' is no name of a repository".formatted(repository));
    require(!repository.endsWith(".git"), "name the repository without '.git': " + repository);
    branch.ifPresent(
        name -> require(BranchNames.isValid(name), "'%s' is no name of a branch".formatted(name)));
  }

  /**
   * The address that a URI means.
   *
   * @throws IllegalArgumentException if it means none, naming the part
   */
  public static GithubAddress of(StoreUri uri) {
    require(
        uri.user().isEmpty(),
        "a github: URI has neither user nor token; the token comes from a file or the environment");
    String[] parts = uri.path().split("/", -1);
    boolean ownerAsHost = parts.length == 1 && uri.hosts().size() == 1;
    if (ownerAsHost && uri.hosts().get(0).port() == 0) {
      return of(uri, GITHUB_COM, uri.hosts().get(0).name(), parts[0]);
    }
    require(parts.length == 2 && uri.hosts().size() <= 1, "'%s'%s".formatted(uri, EXPECTED));
    URI endpoint = uri.hosts().isEmpty() ? GITHUB_COM : endpoint(uri.hosts().get(0));
    return of(uri, endpoint, parts[0], parts[1]);
  }

  private static GithubAddress of(StoreUri uri, URI endpoint, String owner, String repository) {
    return new GithubAddress(
        uri.parameter("endpoint").map(GithubAddress::uri).orElse(endpoint),
        owner,
        repository,
        uri.parameter("branch"));
  }

  /** Whether this is github.com. */
  public boolean isGithubCom() {
    return endpoint.equals(GITHUB_COM);
  }

  /** Whether GitHub itself runs it, so that GitHub's limits hold. */
  public boolean isRunByGithub() {
    return isGithubCom() || endpoint.getHost().endsWith(RESIDENCY);
  }

  /** Where GraphQL is asked. */
  URI graphql() {
    String text = endpoint.toString();
    String rest = "/api/v3";
    return text.endsWith(rest)
        ? URI.create(text.substring(0, text.length() - rest.length()) + "/api/graphql")
        : URI.create(text + "/graphql");
  }

  /** Where it is, for people and names: {@code github.com/OWNER/REPOSITORY}. */
  public String location() {
    String host = isGithubCom() ? "github.com" : endpoint.getRawAuthority();
    return "%s/%s/%s".formatted(host, owner, repository);
  }

  private static URI endpoint(Host host) {
    String name = host.name().toLowerCase(Locale.ROOT);
    if (host.isLoopback()) {
      return URI.create("http://" + host);
    }
    if (name.equals("github.com") || name.equals("api.github.com")) {
      return GITHUB_COM;
    }
    return URI.create(
        name.endsWith(RESIDENCY) ? "https://api." + host : "https://" + host + "/api/v3");
  }

  private static URI checked(URI endpoint) {
    String scheme = endpoint.getScheme();
    require(
        endpoint.getHost() != null && ("https".equals(scheme) || "http".equals(scheme)),
        "the endpoint is '%s'; expected https://HOST/PATH".formatted(endpoint.getHost()));
    require(
        endpoint.getRawUserInfo() == null
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null,
        "the endpoint has more than a host, port and path: " + endpoint.getHost());
    require(
        "https".equals(scheme) || new Host(endpoint.getHost(), 0).isLoopback(),
        "the endpoint is not encrypted, and is not on this machine: " + endpoint);
    String text = endpoint.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : endpoint;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the endpoint is no address: " + e.getReason(), e);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
