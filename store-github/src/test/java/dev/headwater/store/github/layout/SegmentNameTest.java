package dev.headwater.store.github.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.store.github.layout.SegmentName.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentNameTest {

  @Test
  void pathsAreReadBack() {
    SegmentName own = SegmentName.of(17);
    assertThat(own.path()).isEqualTo(".headwater/log/0/000000000017-000000000017.jsonl");
    assertThat(SegmentName.parse(own.path())).isEqualTo(own);
    SegmentName part = new SegmentName(new Range(2, 1, 1_234_567_890_123L), 2, 13);
    assertThat(part.path()).isEqualTo(".headwater/log/2/000000000001-1234567890123.2of13.jsonl");
    assertThat(SegmentName.parse(part.path())).isEqualTo(part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".headwater/log/0/17-17.jsonl",
        ".headwater/log/0/000000000018-000000000017.jsonl",
        ".headwater/log/0/000000000000-000000000017.jsonl",
        ".headwater/log/0/0000000000017-000000000017.jsonl",
        ".headwater/log/00/000000000017-000000000017.jsonl",
        ".headwater/log/99/000000000017-000000000017.jsonl",
        ".headwater/log/0/000000000017-000000000017.1of1.jsonl",
        ".headwater/log/0/000000000017-000000000017.3of2.jsonl",
        ".headwater/log/0/000000000017-000000000017.02of3.jsonl",
        ".headwater/log/0/000000000017-000000000017.jsonl.orig",
        ".headwater/format.json",
      })
  void otherFilesAreNoSegments(String path) {
    assertThat(SegmentName.parse(path)).isNull();
  }

  @Test
  void rangesAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Range(0, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Range(-1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SegmentName(Range.of(1), 0, 1));
  }
}
