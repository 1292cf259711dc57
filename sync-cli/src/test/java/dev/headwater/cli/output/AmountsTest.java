package dev.headwater.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {

  @Test
  void countsAreGrouped() {
    assertThat(Amounts.count(1234567)).isEqualTo("1,234,567");
    assertThat(Amounts.count(1, "file", "files")).isEqualTo("1 file");
    assertThat(Amounts.count(0, "file", "files")).isEqualTo("0 files");
  }

  @Test
  void bytesHaveBinaryUnits() {
    assertThat(Amounts.bytes(1)).isEqualTo("1 byte");
    assertThat(Amounts.bytes(1023)).isEqualTo("1,023 bytes");
    assertThat(Amounts.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Amounts.bytes((1 << 20) - 1)).isEqualTo("1.0 MiB");
    assertThat(Amounts.bytes(5L << 40)).isEqualTo("5.0 TiB");
    assertThat(Amounts.bytes(5L << 50)).isEqualTo("5120.0 TiB");
  }

  @Test
  void durationsHaveTheUnitThatFits() {
    assertThat(Amounts.duration(Duration.ofNanos(1_500))).isEqualTo("1 µs");
    assertThat(Amounts.duration(Duration.ofNanos(2_340_000))).isEqualTo("2.3 ms");
    assertThat(Amounts.duration(Duration.ofMillis(234))).isEqualTo("234 ms");
    assertThat(Amounts.duration(Duration.ofMillis(2_345))).isEqualTo("2.35 s");
    assertThat(Amounts.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
  }
}
