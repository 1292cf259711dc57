package dev.headwater.store.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoresTest {

  @Test
  void anUnknownSchemeIsRefusedByName() {
    assertThat(Stores.providers()).isEmpty();
    assertThatThrownBy(() -> Stores.open("nowhere://h/p", StoreEnvironment.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nowhere'");
  }
}
