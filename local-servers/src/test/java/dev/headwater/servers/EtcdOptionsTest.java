package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EtcdOptionsTest {
  @Test
  void eachChangeKeepsTheOthers() {
    EtcdOptions options =
        EtcdOptions.threeNodes().withFlags("--max-txn-ops=9").withMutualTls().withUser("u", "p");
    assertThat(options.nodes()).isEqualTo(3);
    assertThat(options.flags()).containsExactly("--max-txn-ops=9");
    assertThat(options.transport()).isEqualTo(EtcdOptions.Transport.MUTUAL_TLS);
    assertThat(options.user()).isEqualTo("u");
    assertThat(options.password()).isEqualTo("p");
  }

  @Test
  void textHidesThePassword() {
    assertThat(EtcdOptions.oneNode().withUser("u", "secret").toString()).doesNotContain("secret");
  }

  @Test
  void twoNodesAreRejected() {
    EtcdOptions.Transport plain = EtcdOptions.Transport.PLAIN;
    assertThatThrownBy(() -> new EtcdOptions(2, List.of(), plain, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nodes must be 1 or 3, not 2");
  }

  @Test
  void userWithoutPasswordIsRejected() {
    assertThatThrownBy(() -> EtcdOptions.oneNode().withUser("u", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("together");
  }
}
