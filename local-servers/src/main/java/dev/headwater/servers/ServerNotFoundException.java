package dev.headwater.servers;

import java.util.List;

/** No server of the wanted sort could be found or started; the message lists what was tried. */
public final class ServerNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerNotFoundException(String server, List<String> tried, String advice) {
    super("No " + server + " found. Tried: " + String.join("; ", tried) + ". " + advice);
  }
}
