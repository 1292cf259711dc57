package dev.headwater.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.chain.ChainHealth;
import dev.headwater.chain.outbox.Delivery;
import dev.headwater.github.emulator.Fault;
import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.github.emulator.PersonCommits;
import dev.headwater.store.Key;
import dev.headwater.store.typed.Receipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes with chains memory → etcd → SQL → GitHub, and people who work on the repository.
 */
class GithubBelowIT {

  private static final Key APP = Key.of("config/app.json");
  private static final Key NOTES = Key.of("docs/notes.txt");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  private final String name = Servers.freshName();
  private GithubEmulator github;
  private PersonCommits ada;
  private DeepChain here;
  private DeepChain there;

  @BeforeEach
  void start() {
    github = GithubEmulator.over(directory.resolve("data.git")).start();
    ada = github.person("Ada Lovelace", "ada@example.org");
    here = DeepChain.open(name, github);
    there = DeepChain.open(name, github);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    github.close();
    GitClone.check(directory.resolve("data.git"));
  }

  // --- down ---

  @Test
  void whatIsWrittenIsInAClone() {
    delivered(here, here.texts.put(APP, "{\"port\": 80}"));
    delivered(there, there.texts.put(NOTES, "Ä note.\n"));
    delivered(here, here.texts.put(Key.of("gone"), "x"));
    delivered(there, there.texts.delete(Key.of("gone")));

    GitClone clone = GitClone.of(directory.resolve("data.git"), directory.resolve("clone"));

    assertThat(clone.files()).containsExactly("config/app.json", "docs/notes.txt");
    assertThat(clone.file("config/app.json")).isEqualTo("{\"port\": 80}");
    assertThat(clone.file("docs/notes.txt")).isEqualTo("Ä note.\n");
  }

  @Test
  void anAtomicBatchIsOneCommit() {
    delivered(here, here.texts.put(APP, "first"));
    int before = ada.history().size();
    for (int batch = 1; batch <= 5; batch++) {
      Map<Key, String> values = new LinkedHashMap<>();
      for (int i = 0; i < 20; i++) {
        values.put(Key.of("batch/%d.txt".formatted(i)), "of batch " + batch);
      }
      here.texts.putAllAtomically(values).values().forEach(receipt -> delivered(here, receipt));
    }

    assertThat(ada.history()).hasSize(before + 5);
    assertThat(ada.history().get(0).message()).startsWith("Set 20 keys");
  }

  // --- up ---

  @Test
  void aPersonsEditReachesEveryMemoryEveryLayerAndEverySubscriber() {
    delivered(here, here.texts.put(APP, "old"));
    Await.until(() -> "old".equals(there.texts.get(APP)));

    ada.edit().write("config/app.json", "young").write("docs/notes.txt", "new").commit();

    for (DeepChain chain : List.of(here, there)) {
      Await.until(() -> chain.inMemory(APP).equals("young"));
      Await.until(() -> chain.told.contains("config/app.json=young"));
      Await.until(() -> chain.told.contains("docs/notes.txt=new"));
      assertThat(chain.texts.get(NOTES)).isEqualTo("new");
    }
    Await.until(() -> DeepChain.text(here.etcd.read(APP)).equals("young"));
    assertThat(here.sql.read(APP)).isEqualTo(there.memory.read(APP));
    delivered(there, there.texts.put(APP, "younger"));
    Await.until(() -> "younger".equals(here.texts.get(APP)));
    assertThat(file("config/app.json")).isEqualTo("younger");
    assertEachOnce(here);
    assertEachOnce(there);
  }

  @Test
  void whatAPersonDeletesIsAbsentAndWhatTheyRenameMoves() {
    delivered(here, here.texts.put(APP, "gone soon"));
    delivered(here, here.texts.put(Key.of("old.txt"), "moves"));
    Await.until(() -> there.texts.get(APP) != null && there.texts.get(Key.of("old.txt")) != null);

    ada.edit().delete("config/app.json").rename("old.txt", "new.txt").commit();

    for (DeepChain chain : List.of(here, there)) {
      Await.until(() -> chain.inMemory(APP).equals("deleted"));
      Await.until(() -> chain.texts.get(Key.of("old.txt")) == null);
      Await.until(() -> "moves".equals(chain.texts.get(Key.of("new.txt"))));
      assertThat(chain.texts.get(APP)).isNull();
      assertThat(DeepChain.text(chain.sql.read(APP))).isEqualTo("deleted");
      Await.until(() -> chain.told.contains("config/app.json=null"));
    }
  }

  /** Both change the same file; the person's change is the later one, whoever arrives first. */
  @Test
  void ofAnEditAndAWriteTheLaterOneStaysEverywhere() {
    delivered(here, here.texts.put(APP, "begin"));
    github.faults().randomly(1, new Random(1), Fault.badGateway(Moment.BEFORE));
    Receipt overtaken = here.texts.put(APP, "by a program");
    Receipt kept = here.texts.put(NOTES, "by a program");
    ada.edit().write("config/app.json", "by Ada, later").at(Instant.now().plusSeconds(30)).commit();
    github.faults().clear();

    delivered(here, overtaken);
    delivered(here, kept);
    for (DeepChain chain : List.of(here, there)) {
      Await.until(() -> "by Ada, later".equals(chain.texts.get(APP)));
      Await.until(() -> "by a program".equals(chain.texts.get(NOTES)));
    }
    assertThat(file("config/app.json")).isEqualTo("by Ada, later");
    assertThat(file("docs/notes.txt")).isEqualTo("by a program");

    delivered(there, there.texts.put(APP, "by a program again"));
    Await.until(() -> "by a program again".equals(here.texts.get(APP)));
    assertThat(file("config/app.json")).isEqualTo("by a program again");
  }

  // --- GitHub away ---

  @Test
  void whileGithubIsAwayNobodyNoticesAndAfterwardsNothingIsLost() {
    delivered(here, here.texts.put(APP, "before"));
    github.faults().randomly(1, new Random(1), Fault.cut(Moment.BEFORE));
    Map<String, String> written = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      DeepChain chain = i % 2 == 0 ? here : there;
      Key key = Key.of("away/%d.txt".formatted(i % 50));
      chain.texts.put(key, "value " + i);
      written.put(key.text(), "value " + i);
      assertThat(chain.texts.get(key)).isEqualTo("value " + i);
    }
    ada.edit().write("config/app.json", "by Ada").commit();
    Await.until(() -> here.chain.health().state() == ChainHealth.State.DEGRADED);
    assertThat(here.texts.get(APP)).isEqualTo("before");

    github.faults().clear();
    Random random = new Random(2);
    github.faults().randomly(0.1, random, Fault.badGateway(Moment.BEFORE));
    github.faults().randomly(0.1, random, Fault.badGateway(Moment.AFTER));
    github.faults().randomly(0.1, random, Fault.cut(Moment.AFTER));

    assertThat(here.chain.outbox().flush(PATIENCE)).isTrue();
    assertThat(there.chain.outbox().flush(PATIENCE)).isTrue();
    github.faults().clear();
    written.forEach((path, value) -> assertThat(file(path)).isEqualTo(value));
    Await.until(() -> "by Ada".equals(here.texts.get(APP)));
    Await.until(() -> "by Ada".equals(there.texts.get(APP)));
    Await.until(() -> here.chain.health().state() == ChainHealth.State.UP);
    assertThat(here.events).noneMatch(event -> event.startsWith("dead"));
  }

  @Test
  void whatAProcessOwesWhenItEndsItDeliversWhenItIsBack() {
    Path journal = directory.resolve("outbox.db");
    delivered(here, here.texts.put(APP, "before"));
    github.faults().randomly(1, new Random(1), Fault.cut(Moment.BEFORE));
    try (DeepChain offline = DeepChain.journaled(name, github, journal)) {
      offline.texts.put(NOTES, "owed");
      offline.texts.put(APP, "owed, and older than Ada's");
    }
    ada.edit().write("config/app.json", "by Ada").at(Instant.now().plusSeconds(30)).commit();
    github.faults().clear();

    try (DeepChain back = DeepChain.journaled(name, github, journal)) {
      assertThat(back.chain.outbox().flush(PATIENCE)).isTrue();
      assertThat(file("docs/notes.txt")).isEqualTo("owed");
      Await.until(() -> "by Ada".equals(back.texts.get(APP)));
    }
    assertThat(file("config/app.json")).isEqualTo("by Ada");
    Await.until(() -> "by Ada".equals(here.texts.get(APP)));
  }

  private static void delivered(DeepChain chain, Receipt receipt) {
    assertThat(chain.chain.delivery(receipt).awaitAll(PATIENCE))
        .containsEntry("github", Delivery.State.DELIVERED);
  }

  private String file(String path) {
    return ada.file(path)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("there is no file");
  }

  private static void assertEachOnce(DeepChain chain) {
    assertThat(chain.told).doesNotHaveDuplicates().noneMatch(told -> told.startsWith("failed"));
  }
}
