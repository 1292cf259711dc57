package dev.headwater.github.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.PersonCommits.LoggedCommit;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonCommitsTest extends EmulatorCase {

  @Test
  void filesAreWrittenRenamedAndDeleted() {
    seed();
    ada.edit().rename("config", "settings").delete("README.md").write("a/b/c", "x").commit();
    assertThat(ada.files()).containsExactly("a/b/c", "settings/app.json", "settings/db.json");
    assertThat(ada.file("settings/db.json").orElseThrow()).asString(UTF_8).isEqualTo("{}");
    assertThat(ada.file("config/db.json")).isEmpty();
    assertThat(ada.file("settings")).isEmpty();
  }

  @Test
  void whatIsNotThereCannotBeDeletedOrRenamed() {
    seed();
    assertThatThrownBy(() -> ada.edit().delete("none").commit())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ada.edit().rename("none", "a").commit())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCommitHasItsAuthorMessageAndTime() {
    String first = seed();
    Instant behind = Instant.parse("2025-12-31T00:00:00Z");
    String second = ada.edit().write("a", "1").message("Late").at(behind).commit();
    assertThat(ada.history())
        .containsExactly(
            new LoggedCommit(
                second, "Late", "Ada Lovelace <ada@example.org>", behind, List.of(first)),
            new LoggedCommit(
                first, "First", "Ada Lovelace <ada@example.org>", clock.instant(), List.of()));
  }

  @Test
  void aBranchIsMerged() {
    seed();
    ada.branch("topic");
    String topic = ada.edit().on("topic").write("topic", "1").commit();
    String main = ada.edit().write("main", "1").commit();
    String merge = ada.merge("topic");
    assertThat(ada.files()).contains("topic", "main");
    assertThat(ada.history().get(0).id()).isEqualTo(merge);
    assertThat(ada.history().get(0).parents()).containsExactly(main, topic);
    ada.deleteBranch("topic");
    assertThat(ada.head("topic")).isEmpty();
  }

  @Test
  void aConflictIsNotMerged() {
    seed();
    ada.branch("topic");
    ada.edit().on("topic").write("README.md", "1").commit();
    ada.edit().write("README.md", "2").commit();
    assertThatThrownBy(() -> ada.merge("topic")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void historyIsRewritten() {
    String first = seed();
    ada.edit().write("a", "1").commit();
    ada.forcePush(first);
    assertThat(ada.head()).contains(first);
    assertThat(client.get("git/ref/heads/main").text("/object/sha")).isEqualTo(first);
  }

  @Test
  void anEmptyRepositoryHasNothing() {
    assertThat(ada.head()).isEmpty();
    assertThat(ada.files()).isEmpty();
    assertThat(ada.history()).isEmpty();
    assertThat(ada.file("a")).isEmpty();
  }

  @Test
  void noServerIsNeeded() {
    try (PersonCommits grace =
        PersonCommits.in(directory.resolve("other.git"), "Grace", "g@example.org")) {
      grace.edit().write("a", "1").commit();
      assertThat(grace.files()).containsExactly("a");
    }
    assertThat(Files.isRegularFile(directory.resolve("other.git/HEAD"))).isTrue();
  }
}
