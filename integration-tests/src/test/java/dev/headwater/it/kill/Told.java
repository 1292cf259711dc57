package dev.headwater.it.kill;

import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a process that may die any moment tells its parent: lines in a pipe, each written at once
 * and whole, so that what was told outlives the teller.
 */
final class Told {

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  /** This write is about to be made. */
  void trying(Entry entry, String how) {
    say("trying " + of(entry.key(), entry.stamp()) + (entry.isTombstone() ? " -" : " +") + how);
  }

  /** This write is acknowledged. */
  void acknowledged(Key key, Stamp stamp) {
    say("acknowledged " + of(key, stamp));
  }

  /** This write was not made, and never will be. */
  void refused(Key key, Stamp stamp, String why) {
    say("refused " + of(key, stamp) + " " + why);
  }

  /** This write may have been made. */
  void unknown(Key key, Stamp stamp, String why) {
    say("unknown " + of(key, stamp) + " " + why);
  }

  /** An acknowledged write was undone. */
  void withdrawn(Key key, Stamp stamp, String why) {
    say("withdrawn " + of(key, stamp) + " " + why);
  }

  /** This is what the chain holds of the key. */
  void read(Key key, @Nullable Stamp stamp) {
    say("read " + (stamp == null ? key + " 0 0" : of(key, stamp)));
  }

  /** The chain could not say what it holds of the key. */
  void unread(Key key) {
    say("unread " + key);
  }

  /** A thread has come to this place, and stays there. */
  void at(KillPoint point) {
    say("at " + point);
  }

  void ready() {
    say("ready");
  }

  /** Nothing is owed to any layer any more. */
  void drained() {
    say("drained");
  }

  /** The chain has broken one of its promises, or the process failed. */
  void wrong(String what) {
    say("wrong " + what.replace('\n', ' '));
  }

  private static String of(Key key, Stamp stamp) {
    return key + " " + stamp.hlc() + " " + stamp.origin();
  }

  private synchronized void say(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the parent has gone", e);
    }
  }
}
