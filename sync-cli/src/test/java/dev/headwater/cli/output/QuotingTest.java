package dev.headwater.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotingTest {

  @ParameterizedTest
  @CsvSource({"plain", "a b", "it's", "back\\slash", "ключ", "\ud83d\ude00", "a\u200db"})
  void ordinaryNamesStayAsTheyAre(String name) {
    assertThat(Quoting.name(name)).isEqualTo(name);
  }

  @Test
  void aNameInASentenceIsQuoted() {
    assertThat(Quoting.quoted("k")).isEqualTo("'k'");
    assertThat(Quoting.quoted("a\nb")).isEqualTo("$'a\\nb'");
  }

  @Test
  void whatMovesATerminalIsEscaped() {
    assertThat(Quoting.name("a\u001b[2J\t\r\u0085\u202e\u2066'\\"))
        .isEqualTo("$'a\\x1b[2J\\t\\r\\u0085\\u202e\\u2066\\'\\\\'");
  }

  @Test
  void aMessageIsOneLine() {
    assertThat(Quoting.line(" first \n  second\r\nthird\u0007 "))
        .isEqualTo("first; second; third\\x07");
  }
}
