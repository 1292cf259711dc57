package dev.headwater.store.cockroach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Mark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPositionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "720:720:",
        "720:725:720,723",
        "720:720:~730:731:730~725~6b6579",
        "scan~730:731:730~",
        "scan~730:731:730~00ff"
      })
  void aPositionOnPostgresqlIsReadBackAndFitsIntoAMark(String text) {
    assertThat(FeedPosition.parse(text, FeedPosition.Forms.SNAPSHOT))
        .hasValueSatisfying(position -> assertThat(position).hasToString(text));
    assertThat(Mark.parse(new Mark("abc-1", text).toString()).position()).isEqualTo(text);
    assertThat(FeedPosition.parse(text, FeedPosition.Forms.ORDER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1764000000000000000.0000000001",
        "1764000000000000000",
        "1764000000000000000.0~1764000000000000009.0~1764000000000000001.0000000002~6b",
        "scan~1764000000000000000.0000000001~"
      })
  void aPositionOnCockroachIsReadBack(String text) {
    assertThat(FeedPosition.parse(text, FeedPosition.Forms.ORDER))
        .hasValueSatisfying(position -> assertThat(position).hasToString(text));
    assertThat(FeedPosition.parse(text, FeedPosition.Forms.SNAPSHOT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "x",
        "~",
        "~~~",
        "720:720",
        "720:720:~730:731:~725~6b657",
        "720:720:~730:731:~x~6b",
        "scan~5~",
        "scan~720:720:~XY",
        "720:720:'; DROP TABLE t; --",
        "scan~720:720:~~"
      })
  void whatIsNoPositionIsNone(String text) {
    assertThat(FeedPosition.parse(text, FeedPosition.Forms.SNAPSHOT)).isEmpty();
  }
}
