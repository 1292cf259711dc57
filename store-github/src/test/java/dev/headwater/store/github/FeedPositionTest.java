package dev.headwater.store.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.github.index.Position;
import dev.headwater.testkit.Entries;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPositionTest {

  @Test
  void aPositionSurvivesBeingWrittenAsText() {
    for (Position position :
        List.of(
            Position.after(0),
            Position.after(17),
            new Position(18, Entries.key("a/b")),
            new Position(18, Entries.key("\ud83d\ude00 .:")))) {
      assertThat(FeedPosition.parse(FeedPosition.text(position))).isEqualTo(position);
    }
    assertThat(FeedPosition.text(Position.after(17))).isEqualTo("17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "17.", "17.=", "17.!", "1234567890123456789", "17.AA"})
  void otherTextMeansNothing(String text) {
    assertThat(FeedPosition.parse(text)).isNull();
  }
}
