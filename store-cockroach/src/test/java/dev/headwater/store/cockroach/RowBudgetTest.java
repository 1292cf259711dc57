package dev.headwater.store.cockroach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowBudgetTest {

  private final RowBudget budget = new RowBudget();

  @Test
  void aStatementHasAThousandRows() {
    assertThat(rows(5_000, 100)).isEqualTo(1_000);
    assertThat(rows(10, 100)).isEqualTo(10);
    assertThat(rows(0, 100)).isZero();
  }

  @Test
  void aStatementHasFourMebibytesOrOneRow() {
    assertThat(rows(100, 1 << 20)).isEqualTo(4);
    assertThat(rows(100, 8 << 20)).isEqualTo(1);
  }

  @Test
  void itShrinksDownToOneRow() {
    int halvings = 0;
    while (budget.shrink()) {
      halvings++;
    }
    assertThat(halvings).isEqualTo(9); // 500, 250, 125, 62, 31, 15, 7, 3, 1
    assertThat(rows(5_000, 1)).isEqualTo(1);
  }

  private int rows(int count, long bytesEach) {
    List<Long> things = Collections.nCopies(count, bytesEach);
    return budget.rows(things, bytes -> bytes);
  }
}
