package dev.headwater.store.sqlite;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.text;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Precondition;
import dev.headwater.store.Stamp;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one file. */
class SqliteProcessesTest {

  private static final int TIMES = 100;
  private static final Key COUNTER = key("counter");

  @TempDir private Path directory;

  @Test
  void twoProcessesMakeOneFileAndLoseNothing() throws Exception {
    Path file = directory.resolve("data.db");
    try (Other other = Other.start("count", file);
        Store store = store(file)) {
      other.requireLine("ready"); // it has not opened the file either
      other.go();
      Feed feed = store.feed(FeedRequest.fromStart());
      count(store, "parent");
      String incarnation = other.line();
      assertThat(incarnation).isEqualTo(store.head().incarnation());
      other.requireEnd();

      Entry counter = store.read(COUNTER);
      assertThat(counter).isNotNull();
      assertThat(text(counter)).as("the sum of what both counted").isEqualTo("" + 2 * TIMES);
      Set<Key> fed = new HashSet<>();
      while (fed.size() < 2 * TIMES + 1) {
        var page = feed.poll(Duration.ofSeconds(10));
        assertThat(page.isEmpty()).as("the feed brings all, it has %s", fed.size()).isFalse();
        page.entries().forEach(entry -> fed.add(entry.key()));
      }
      feed.close();
    }
    requireSound(file);
  }

  @Test
  void aProcessThatIsKilledLosesNothingThatItAcknowledged() throws Exception {
    Path file = directory.resolve("data.db");
    int acknowledged = 0;
    try (Other other = Other.start("write", file)) {
      other.requireLine("ready");
      other.go();
      while (acknowledged < TIMES) {
        acknowledged = Integer.parseInt(other.line());
      }
      other.kill();
      for (String line = other.lineOrEnd(); line != null; line = other.lineOrEnd()) {
        acknowledged = line.isEmpty() ? acknowledged : Integer.parseInt(line);
      }
    }
    try (Store store = store(file)) {
      for (int i = 1; i <= acknowledged; i++) {
        assertThat(store.read(key("k" + i))).as("%s of %s", i, acknowledged).isNotNull();
      }
      store.merge(Write.of(value("after", 1, "x")));
    }
    requireSound(file);
  }

  @Test
  void aLockOfAKilledProcessIsGone() throws Exception {
    Path file = directory.resolve("data.db");
    try (Other other = Other.start("lock", file)) {
      other.requireLine("ready");
      other.go();
      other.requireLine("locked");
      try (Store store = store(file)) {
        Caller caller = Caller.start(() -> store.merge(Write.of(value("a", 1, "x"))));
        other.kill();
        assertThat(caller.answer()).isEqualTo(MergeOutcome.written());
      }
    }
  }

  /** Writes keys of its own, and counts on one that others count on. */
  private static void count(Store store, String name) {
    for (int i = 0; i < TIMES; i++) {
      store.merge(Write.of(value(name + i, 1, "x")));
      while (!increment(store, name.length())) {
        // somebody else was faster
      }
    }
  }

  private static boolean increment(Store store, long origin) {
    @Nullable Entry held = store.read(COUNTER);
    int next = held == null ? 1 : Integer.parseInt(text(held)) + 1;
    Precondition unchanged =
        held == null ? Precondition.absent() : Precondition.stampIs(held.stamp());
    Stamp stamp = Entries.stamp(next, origin);
    return store.merge(new Write(value(COUNTER, stamp, "" + next), unchanged)).isHeld();
  }

  private static void requireSound(Path file) {
    try (RawFile raw = RawFile.open(file)) {
      assertThat(raw.askAll("PRAGMA integrity_check")).containsExactly("ok");
    }
  }

  private static Store store(Path file) {
    return SqliteStore.open(
        SqliteStoreConfig.of(file).timeout(Duration.ofSeconds(60)), new ManualClock());
  }

  /** Another process, which does one thing with the file when it is told to go. */
  static final class Other implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private Other(Process process) {
      this.process = process;
      this.out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Other start(String what, Path file) throws IOException {
      return new Other(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Other.class.getName(),
                  what,
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }

    /** What the other process does. */
    public static void main(String[] args) throws IOException {
      System.out.println("ready");
      int unused = System.in.read();
      Path file = Path.of(args[1]);
      switch (args[0]) {
        case "count" -> {
          try (Store store = store(file)) {
            count(store, "child");
            System.out.println(store.head().incarnation());
          }
        }
        case "write" -> {
          Store store = store(file);
          IntStream.iterate(1, i -> i + 1)
              .forEach(
                  i -> {
                    store.merge(Write.of(value("k" + i, 1, "x".repeat(500))));
                    System.out.println(i);
                  });
        }
        case "lock" -> {
          try (Store store = store(file);
              RawFile raw = RawFile.open(file)) {
            store.head();
            raw.execute("BEGIN IMMEDIATE");
            System.out.println("locked");
            unused = System.in.read();
          }
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    void go() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    String line() throws IOException {
      String line = out.readLine();
      assertThat(line).as("a line of the other process").isNotNull();
      return line;
    }

    @Nullable String lineOrEnd() throws IOException {
      return out.readLine();
    }

    void requireLine(String expected) throws IOException {
      assertThat(line()).isEqualTo(expected);
    }

    void requireEnd() throws InterruptedException {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    void kill() throws InterruptedException {
      process.toHandle().destroyForcibly(); // unlike that of Process it leaves the output
      process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
      kill();
    }
  }
}
