package dev.headwater.store.spi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a store: {@code scheme:path}, or {@code
 * scheme://[user@]host[:port][,host[:port]...][/path]}, and then parameters, {@code
 * ?name=value&name=value}. Never holds a secret: a URI with a password is refused.
 *
 * @param scheme in lower case
 * @param user the user's name, if there is one
 * @param hosts the hosts; empty without {@code //}
 * @param path what follows the hosts and their slash, percent-decoded; may be empty
 * @param parameters the parameters, percent-decoded
 * @param directory where the relative paths of files begin that the URI names
 */
public record StoreUri(
    String scheme,
    Optional<String> user,
    List<Host> hosts,
    String path,
    Map<String, String> parameters,
    Path directory) {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*)/?)?([^?#]*)(?:\\?([^#]*))?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  public StoreUri {
    hosts = List.copyOf(hosts);
    parameters = Map.copyOf(parameters);
  }

  /**
   * A host and a port.
   *
   * @param name a name or address; an IPv6 address is in brackets
   * @param port the port; 0 if the URI has none
   */
  public record Host(String name, int port) {
    public Host withDefaultPort(int defaultPort) {
      return port == 0 ? new Host(name, defaultPort) : this;
    }

    /** Whether this is the loopback interface, by its usual names. */
    public boolean isLoopback() {
      return name.equals("localhost") || LOOPBACK.matcher(name).matches() || name.equals("[::1]");
    }

    @Override
    public String toString() {
      return port == 0 ? name : name + ":" + port;
    }
  }

  /**
   * Parses a URI. Relative paths in it begin in the working directory.
   *
   * @throws IllegalArgumentException if it is none, or holds a password; the message does not
   *     repeat the password
   */
  public static StoreUri parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "not a store URI: '%s'; expected something like etcd://HOST:2379/PREFIX"
              .formatted(withoutSecrets(text)));
    }
    String authority = form.group(2);
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    return new StoreUri(
        form.group(1).toLowerCase(Locale.ROOT),
        at < 0 ? Optional.empty() : Optional.of(user(authority.substring(0, at))),
        authority == null ? List.of() : hosts(authority.substring(at + 1)),
        decode(form.group(3)),
        form.group(4) == null ? Map.of() : parameters(form.group(4)),
        Path.of(""));
  }

  /** This URI, as it is meant in a file of that directory. */
  public StoreUri in(Path newDirectory) {
    return new StoreUri(scheme, user, hosts, path, parameters, newDirectory);
  }

  /**
   * The path of a file that this URI names in its path or a parameter.
   *
   * @throws IllegalArgumentException if it is no path
   */
  public Path file(String text) {
    try {
      return directory.resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'%s' is not the path of a file".formatted(text), e);
    }
  }

  /** The parameter's value, if it is given. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** The parameter as a duration, such as {@code 500ms}, {@code 2s} or {@code 1m}. */
  public Optional<Duration> duration(String name) {
    return parameter(name).map(value -> duration(name, value));
  }

  /** The parameter as a whole number in a range. */
  public Optional<Long> number(String name, long min, long max) {
    return parameter(name)
        .map(
            value -> {
              if (value.matches("[0-9]{1,18}")) {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                  return number;
                }
              }
              throw bad(name, value, "a number from %d to %d".formatted(min, max));
            });
  }

  /** The parameter as one of some words. */
  public Optional<String> word(String name, Set<String> words) {
    return parameter(name)
        .map(
            value -> {
              if (!words.contains(value)) {
                throw bad(name, value, "one of " + String.join(", ", new TreeSet<>(words)));
              }
              return value;
            });
  }

  /** Refuses parameters other than these. */
  public void requireParametersAmong(Set<String> known) {
    for (String name : new TreeSet<>(parameters.keySet())) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown parameter '%s' for %s: known are %s"
                .formatted(name, scheme, String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  /**
   * The secret that belongs to this URI, if there is one: the file that the parameter {@code
   * NAME-file} names, or else the environment variable.
   */
  public Optional<Secret> secret(String name, String variable, Map<String, String> variables) {
    Optional<String> file = parameter(name + "-file");
    if (file.isPresent()) {
      return Optional.of(Secret.ofFile(file(file.get())));
    }
    return Optional.ofNullable(variables.get(variable))
        .filter(value -> !value.isEmpty())
        .map(Secret::of);
  }

  /** The URI again, without its parameters: for names and messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':');
    if (!hosts.isEmpty()) {
      text.append("//");
      user.ifPresent(name -> text.append(name).append('@'));
      text.append(String.join(",", hosts.stream().map(Host::toString).toList())).append('/');
    }
    return text.append(path).toString();
  }

  private static String user(String text) {
    if (text.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "a store URI must not hold a password, since others can see it; put it into the"
              + " environment or a file (see the help of the store)");
    }
    return decode(text);
  }

  private static List<Host> hosts(String text) {
    List<Host> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher host = HOST.matcher(part);
      int port = 0;
      if (host.matches() && host.group(2) != null) {
        port = Integer.parseInt(host.group(2));
      }
      if (!host.matches() || port > 65_535) {
        throw new IllegalArgumentException(
            "bad host in a store URI: '%s'; expected HOST or HOST:PORT"
                .formatted(withoutPort(part)));
      }
      hosts.add(new Host(host.group(1), port));
    }
    return hosts;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "bad parameter in a store URI, number %d; expected NAME=VALUE"
                .formatted(parameters.size() + 1));
      }
      String name = decode(part.substring(0, equals));
      if (name.toLowerCase(Locale.ROOT).contains("password") && !name.endsWith("-file")) {
        throw new IllegalArgumentException(
            "a store URI must not hold a password; use password-file=FILE or the environment");
      }
      if (parameters.put(name, decode(part.substring(equals + 1))) != null) {
        throw new IllegalArgumentException("parameter is given twice: " + name);
      }
    }
    return parameters;
  }

  private static Duration duration(String name, String value) {
    Matcher form = Pattern.compile("([0-9]{1,9})(ms|s|m|h)").matcher(value);
    if (!form.matches() || form.group(1).matches("0+")) {
      throw bad(name, value, "a duration such as 500ms, 2s or 1m");
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static IllegalArgumentException bad(String name, String value, String expected) {
    return new IllegalArgumentException(
        "parameter %s is '%s'; expected %s".formatted(name, value, expected));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /* What stands before an @, or among the parameters, may be a password. */
  private static String withoutSecrets(String text) {
    String address = text.substring(text.lastIndexOf('@') + 1);
    int query = address.indexOf('?');
    return query < 0 ? address : address.substring(0, query) + "?…";
  }

  /* What stands after a colon may be the beginning of a password with a slash in it. */
  private static String withoutPort(String host) {
    int colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon) + ":…";
  }
}
