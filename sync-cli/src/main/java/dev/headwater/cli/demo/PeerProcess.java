package dev.headwater.cli.demo;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A {@link Peer} in a process of its own. */
record PeerProcess(ChildProcess child) implements AutoCloseable {

  /** Starts it and waits until it has the key in its memory and follows the servers. */
  static PeerProcess start(Servers servers, Key key) {
    StoreUris uris = servers.uris();
    ChildProcess child =
        ChildProcess.start(servers, Peer.COMMAND, uris.etcd(), uris.sql(), key.text());
    try {
      child.expect(Peer.READY);
    } catch (CheckFailedException e) {
      child.close();
      throw e;
    }
    return new PeerProcess(child);
  }

  long pid() {
    return child.pid();
  }

  /** When the other process saw the entry of this stamp in its memory. */
  Instant awaitSeen(Stamp stamp) {
    String line = child.next();
    while (!line.startsWith(Peer.seen(stamp))) {
      line = child.next();
    }
    long micros = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    child.close();
  }
}
