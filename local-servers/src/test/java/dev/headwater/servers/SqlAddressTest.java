package dev.headwater.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlAddressTest {
  @Test
  void cockroachUriKeepsItsParameters() {
    String uri = "cockroach://maxine@db.example:26000/shop?sslmode=require";
    SqlAddress address = SqlAddress.parse(uri, null);
    assertThat(address.kind()).isEqualTo(SqlServer.Kind.COCKROACH);
    assertThat(address.uri()).isEqualTo(uri);
    assertThat(address.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example:26000/shop?sslmode=require");
    assertThat(address.withDatabase("other").uri()).contains("/other?sslmode");
  }

  @Test
  void portDefaultsToThatOfTheKind() {
    assertThat(SqlAddress.parse("postgresql://u@h/d", null).port()).isEqualTo(5432);
    assertThat(SqlAddress.parse("cockroach://u@h/d", null).port()).isEqualTo(26257);
  }

  @Test
  void textHidesThePassword() {
    SqlAddress address = SqlAddress.parse("postgresql://u@h:1/d", "secret");
    assertThat(address.password()).isEqualTo("secret");
    assertThat(address + address.uri() + address.jdbcUrl()).doesNotContain("secret");
  }

  @Test
  void passwordInTheUriIsRejectedWithoutRepeatingIt() {
    assertThatThrownBy(() -> SqlAddress.parse("postgresql://u:secret@h:1/d", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HEADWATER_SQL_PASSWORD")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://u@h/d", "postgresql://h/d", "postgresql://u@h", "u@h/d", "a b"})
  void whatIsNoAddressIsRejectedNamingTheSetting(String text) {
    assertThatThrownBy(() -> SqlAddress.parse(text, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HEADWATER_SQL must be");
  }
}
