package dev.headwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table =
        new Table(
            "Title", List.of("what", "n"), List.of(List.of("a", "10"), List.of("longer", "1")));
    assertThat(table.toString())
        .isEqualTo(
            """

            Title

            | what   | n  |
            | ------ | -- |
            | a      | 10 |
            | longer | 1  |""");
  }

  @Test
  void aRowHasAsManyCellsAsTheHeader() {
    assertThatThrownBy(() -> new Table("T", List.of("a"), List.of(List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
