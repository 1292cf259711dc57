package dev.headwater.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who owns a journal, as others find out. */
class JournalOwnerTest {

  @TempDir Path directory;

  private SqliteJournalConfig config() {
    return SqliteJournalConfig.of(directory.resolve("journal.db"));
  }

  @Test
  void nobodyOwnsAJournalThatIsNotThere() {
    assertThat(SqliteJournal.owner(config())).isEmpty();
    assertThat(SqliteJournal.peek(config())).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void thisProcessOwnsWhatItHasOpened() {
    String self = "process " + ProcessHandle.current().pid();
    try (SqliteJournal ignored = SqliteJournal.open(config())) {
      assertThat(SqliteJournal.owner(config())).contains(self);
      assertThat(SqliteJournal.owner(config())).contains(self); // a look does not end the lock
    }
    assertThat(SqliteJournal.owner(config())).isEmpty();
  }

  @Test
  void anotherProcessIsNamedUntilItIsKilled() throws Exception {
    Process owner = open();
    try {
      Optional<String> found = SqliteJournal.owner(config());

      assertThat(found).contains("process " + owner.pid());
    } finally {
      owner.destroyForcibly().waitFor();
    }
    assertThat(SqliteJournal.owner(config())).isEmpty();
    SqliteJournal.open(config()).close();
  }

  private Process open() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                config().file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("open");
    return process;
  }

  /** A process that owns a journal until it is killed. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws IOException {
      SqliteJournal journal = SqliteJournal.open(SqliteJournalConfig.of(Path.of(args[0])));
      System.out.println("open");
      int unused = System.in.read(); // until somebody kills this process
      journal.close();
    }
  }
}
