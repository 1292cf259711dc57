package dev.headwater.benchmarks.behind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FatesTest {

  private static final Operation PUT_1 = new Operation("key", 1);
  private static final Operation PUT_2 = new Operation("key", 2);
  private static final Operation DELETION = Operation.deletion("key");

  @Test
  void theLastAcknowledgedWriteCounts() {
    assertThat(Fates.of(List.of(PUT_1, PUT_2), List.of(PUT_2))).isEqualTo(new Fates(1, 0, 0));
    assertThat(Fates.of(List.of(PUT_1, PUT_2), List.of(PUT_1))).isEqualTo(new Fates(0, 0, 1));
    assertThat(Fates.of(List.of(PUT_1, DELETION), List.of())).isEqualTo(new Fates(0, 0, 1));
  }

  @Test
  void anOlderWriteAfterTheLastOneIsOutOfOrder() {
    assertThat(Fates.of(List.of(PUT_1, DELETION), List.of(DELETION, PUT_1)))
        .isEqualTo(new Fates(0, 1, 0));
  }

  @Test
  void writesMayBeRepeated() {
    assertThat(Fates.of(List.of(PUT_1, PUT_2), List.of(PUT_1, PUT_2, PUT_1, PUT_2)))
        .isEqualTo(new Fates(1, 0, 0));
  }

  @Test
  void whatWasNotAcknowledgedMayOrMayNotHaveArrived() {
    assertThat(Fates.of(List.of(PUT_1), List.of(PUT_1, PUT_2))).isEqualTo(new Fates(1, 0, 0));
    assertThat(Fates.of(List.of(), List.of(PUT_1))).isEqualTo(new Fates(0, 0, 0));
  }

  @Test
  void keysAreCounted() {
    List<Operation> acknowledged =
        List.of(new Operation("a", 1), new Operation("b", 1), new Operation("c", 1));
    assertThat(Fates.of(acknowledged, acknowledged.subList(1, 3)).keys()).isEqualTo(3);
  }
}
