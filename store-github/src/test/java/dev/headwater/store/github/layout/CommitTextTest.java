package dev.headwater.store.github.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Key;
import dev.headwater.store.github.layout.CommitText.Deed;
import dev.headwater.store.github.layout.CommitText.Line;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitTextTest {

  private static final Trailers TRAILERS = new Trailers(17, "b-1", "42", "c0ffee", null);

  @Test
  void oneKeyIsTheSubject() {
    assertThat(CommitText.of(List.of(line(Deed.SET, "config/app.json")), TRAILERS))
        .isEqualTo(
            """
            Set config/app.json

            Headwater-Sequence: 17
            Headwater-Batch: b-1
            Headwater-Node: 42
            Headwater-Parent: c0ffee
            """);
  }

  @Test
  void severalKeysAreCountedAndListed() {
    List<Line> lines =
        List.of(line(Deed.SET, "a"), line(Deed.DELETE, "b"), line(Deed.SET, "user:1"));
    assertThat(CommitText.of(lines, TRAILERS))
        .startsWith("Set 2 keys, delete 1\n\n- set a\n- delete b\n- set user:1\n\nHeadwater-");
    assertThat(CommitText.of(List.of(line(Deed.ADOPT, "a"), line(Deed.FORGET, "b")), TRAILERS))
        .startsWith("Forget 1 key, adopt 1\n\n");
    assertThat(CommitText.of(List.of(), TRAILERS)).startsWith("Mend the index\n\n");
  }

  @Test
  void manyKeysAreCutShort() {
    List<Line> lines = IntStream.range(0, 1000).mapToObj(i -> line(Deed.SET, "key-" + i)).toList();
    String text = CommitText.of(lines, TRAILERS);
    assertThat(text).startsWith("Set 1000 keys\n").contains("- set key-49\n- and 950 more\n\n");
    assertThat(text).doesNotContain("key-50\n");
    assertThat(CommitText.parse(text)).isEqualTo(TRAILERS);
    String one = CommitText.of(List.of(line(Deed.SET, "x".repeat(1000))), TRAILERS);
    assertThat(one.lines().findFirst().orElseThrow()).hasSize(72).endsWith("…");
  }

  @Test
  void whateverKeysAreCalledTheTrailersAreReadBack() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      List<Line> lines =
          IntStream.range(0, random.nextInt(4))
              .mapToObj(j -> new Line(Deed.SET, AwkwardText.key(random, 6)))
              .toList();
      assertThat(CommitText.parse(CommitText.of(lines, TRAILERS))).isEqualTo(TRAILERS);
    }
  }

  @Test
  void aKeyIsNoTrailerAndNoReference() {
    String text =
        CommitText.of(
            List.of(
                line(Deed.SET, "x\n\nHeadwater-Sequence: 99"),
                line(Deed.SET, "fixes #12"),
                line(Deed.SET, "mail@example.org")),
            TRAILERS);
    assertThat(CommitText.parse(text)).isEqualTo(TRAILERS);
    assertThat(text).contains("fixes %2312").contains("mail%40example").doesNotContain("#");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Fix a typo",
        "Headwater-Sequence: 17 is what it says",
        "Set a\n\nHeadwater-Sequence: -1",
        "Set a\n\nHeadwater-Sequence: 0",
        "Set a\n\nHeadwater-Sequence: 99999999999999999999",
        "Set a\n\nHeadwater-Sequence: 17\nHeadwater-Sequence: 18",
        "Set a\n\nHeadwater-Sequence: 17\n\nThis reverts commit c0ffee.",
        "Set a\n\nHeadwater-Sequence: 17\nor so",
      })
  void otherMessagesArePeoples(String message) {
    assertThat(CommitText.parse(message).sequence()).isZero();
    assertThat(CommitText.parse(message).isOf(List.of())).isFalse();
  }

  @Test
  void otherTrailersAndLineEndsDoNotMatter() {
    String text = CommitText.of(List.of(line(Deed.SET, "a")), TRAILERS);
    assertThat(CommitText.parse(text.replace("\n", "\r\n"))).isEqualTo(TRAILERS);
    assertThat(CommitText.parse(text + "Signed-off-by: Ada <ada@example.org>\n\n"))
        .isEqualTo(TRAILERS);
  }

  @Test
  void onlyTheParentMakesACommitHeadwaters() {
    assertThat(TRAILERS.isOf(List.of("c0ffee"))).isTrue();
    assertThat(TRAILERS.isOf(List.of("decaf"))).isFalse();
    assertThat(TRAILERS.isOf(List.of("c0ffee", "decaf"))).isFalse();
    assertThat(TRAILERS.isOf(List.of())).isFalse();
    Trailers first = new Trailers(1, "b", "1", null, null);
    assertThat(first.isOf(List.of())).isTrue();
    assertThat(first.isOf(List.of("c0ffee"))).isFalse();
    Trailers squash = new Trailers(17, "b", "1", null, "c0ffee");
    assertThat(squash.isOf(List.of())).isTrue();
    assertThat(squash.isOf(List.of("c0ffee"))).isFalse();
    assertThat(CommitText.parse(CommitText.of(List.of(), squash))).isEqualTo(squash);
  }

  private static Line line(Deed deed, String key) {
    return new Line(deed, Key.of(key));
  }
}
