package dev.headwater.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void fieldsKeepTheirOrder() {
    Json json =
        Json.ofType("x")
            .with("b", 1)
            .with("a", "text")
            .with("none", (String) null)
            .with("yes", true)
            .with("list", List.of("one", "two"))
            .with("inner", Json.empty().with("n", Long.MAX_VALUE));

    assertThat(json)
        .hasToString(
            "{\"type\":\"x\",\"b\":1,\"a\":\"text\",\"none\":null,\"yes\":true,"
                + "\"list\":[\"one\",\"two\"],\"inner\":{\"n\":9223372036854775807}}");
  }

  @Test
  void anObjectIsOneLineWhateverIsInIt() {
    assertThat(Json.ofType("x").with("k", "a\nb\u0000\"").toString())
        .isEqualTo("{\"type\":\"x\",\"k\":\"a\\nb\\u0000\\\"\"}");
  }
}
