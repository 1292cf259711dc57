package dev.headwater.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The few administrative calls that the cluster needs, over etcd's JSON gateway, so that neither
 * {@code etcdctl} nor a client library has to be there.
 *
 * <p>Not {@code java.net.http}: that stumbles over the trailers with which etcd ends its errors.
 *
 * @see <a href="https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/">etcd: gRPC gateway</a>
 */
final class EtcdGateway {
  private static final int CALL_MILLIS = 5000;
  private static final Pattern VERSION = Pattern.compile("\"etcdserver\" *: *\"([^\"]+)\"");
  private static final Pattern REVISION = Pattern.compile("\"revision\" *: *\"(\\d+)\"");
  private static final Pattern TOKEN = Pattern.compile("\"token\" *: *\"([^\"]+)\"");

  private final @Nullable SSLContext tls;
  private final String address;
  private final @Nullable String rootPassword;

  /** To one node. The root password is null where authentication is off. */
  EtcdGateway(String endpoint, @Nullable TlsFiles tls, @Nullable String rootPassword) {
    this.tls = tls == null ? null : tls.clientContext();
    this.address = (tls == null ? "http://" : "https://") + endpoint;
    this.rootPassword = rootPassword;
  }

  /** Whether the node answers and its cluster has a leader. */
  boolean isHealthy() {
    try {
      return get("/health").contains("true");
    } catch (ServerFailedException e) {
      return false;
    }
  }

  String version() {
    return find(VERSION, get("/version"));
  }

  long revision() {
    return Long.parseLong(find(REVISION, post("/v3/maintenance/status", "{}")));
  }

  void compact(long revision) {
    post("/v3/kv/compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
  }

  long put(String key, String value) {
    String body = "{\"key\":\"" + base64(key) + "\",\"value\":\"" + base64(value) + "\"}";
    return Long.parseLong(find(REVISION, post("/v3/kv/put", body)));
  }

  boolean contains(String key, String value) {
    return post("/v3/kv/range", "{\"key\":\"" + base64(key) + "\"}").contains(base64(value));
  }

  /** Creates root and a user for all keys, and turns authentication on. */
  void enableAuthentication(String user, String password) {
    addUser("root", password, "root");
    if (!user.equals("root")) {
      addUser(user, password, "everything");
    }
    call("/v3/auth/enable", "{}", null);
  }

  private void addUser(String user, String password, String role) {
    String name = "{\"name\":" + quote(user) + ",\"password\":" + quote(password) + "}";
    call("/v3/auth/user/add", name, null);
    call("/v3/auth/role/add", "{\"name\":" + quote(role) + "}", null);
    String allKeys = "{\"permType\":\"READWRITE\",\"key\":\"AA==\",\"range_end\":\"AA==\"}";
    String permission = "{\"name\":" + quote(role) + ",\"perm\":" + allKeys + "}";
    call("/v3/auth/role/grant", permission, null);
    String grant = "{\"user\":" + quote(user) + ",\"role\":" + quote(role) + "}";
    call("/v3/auth/user/grant", grant, null);
  }

  private String post(String path, String body) {
    return call(path, body, rootPassword == null ? null : token(rootPassword));
  }

  private String token(String password) {
    String body = "{\"name\":\"root\",\"password\":" + quote(password) + "}";
    return find(TOKEN, call("/v3/auth/authenticate", body, null));
  }

  private String call(String path, String body, @Nullable String token) {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), token);
  }

  private String get(String path) {
    return send("GET", path, new byte[0], null);
  }

  private String send(String method, String path, byte[] body, @Nullable String token) {
    try {
      HttpURLConnection connection = connection(path);
      connection.setRequestMethod(method);
      if (token != null) {
        connection.setRequestProperty("Authorization", token);
      }
      if (body.length > 0) {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body);
      }
      return answer(connection);
    } catch (IOException e) {
      throw new ServerFailedException(address + path + " does not answer", e);
    }
  }

  private HttpURLConnection connection(String path) throws IOException {
    URLConnection connection = URI.create(address + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CALL_MILLIS);
    connection.setReadTimeout(CALL_MILLIS);
    connection.setUseCaches(false);
    connection.setRequestProperty("Connection", "close"); // a node may be gone by the next call
    if (connection instanceof HttpsURLConnection encrypted && tls != null) {
      encrypted.setSSLSocketFactory(tls.getSocketFactory());
    }
    return (HttpURLConnection) connection;
  }

  private static String answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in =
        status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (status == 200) {
        return text;
      }
      throw new ServerFailedException(connection.getURL() + ": status " + status + ", " + text);
    }
  }

  private static String find(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    if (!matcher.find()) {
      throw new ServerFailedException("Unexpected answer of etcd: " + body);
    }
    return matcher.group(1);
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
