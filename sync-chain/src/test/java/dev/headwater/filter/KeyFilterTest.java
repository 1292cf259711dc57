package dev.headwater.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Key;
import dev.headwater.testkit.Entries;
import org.junit.jupiter.api.Test;

class KeyFilterTest {

  private static boolean admits(KeyFilter filter, String key) {
    return filter.admits(Key.of(key));
  }

  @Test
  void letsEverythingPassByDefault() {
    assertThat(Entries.awkwardKeys()).allMatch(KeyFilter.all()::admits);
    assertThat(KeyFilter.all().listingPrefix()).isEmpty();
  }

  @Test
  void keepsToThePrefix() {
    KeyFilter filter = KeyFilter.ofPrefix("a/");
    assertThat(admits(filter, "a/b")).isTrue();
    assertThat(admits(filter, "a")).isFalse();
    assertThat(admits(filter, "b/a/")).isFalse();
    assertThat(filter.listingPrefix()).isEqualTo("a/");
  }

  @Test
  void needsOneIncludeAndNoExclude() {
    KeyFilter filter =
        KeyFilter.all().exclude("**/tmp/**").include("a/**").include("b/**").exclude("b/secret");
    assertThat(admits(filter, "a/x")).isTrue();
    assertThat(admits(filter, "b/x")).isTrue();
    assertThat(admits(filter, "c/x")).isFalse();
    assertThat(admits(filter, "a/tmp/x")).isFalse();
    assertThat(admits(filter, "b/secret")).isFalse();
  }

  @Test
  void takesAllButTheExcludesWithoutIncludes() {
    KeyFilter filter = KeyFilter.all().exclude("a*");
    assertThat(admits(filter, "b")).isTrue();
    assertThat(admits(filter, "ab")).isFalse();
  }

  @Test
  void needsPrefixAndInclude() {
    KeyFilter filter = KeyFilter.ofPrefix("a/").include("**.json");
    assertThat(admits(filter, "a/x.json")).isTrue();
    assertThat(admits(filter, "b/x.json")).isFalse();
    assertThat(admits(filter, "a/x.txt")).isFalse();
  }

  @Test
  void narrowsTheListingToWhatAllIncludesStartWith() {
    assertThat(KeyFilter.all().include("users/a*", "users/b/**").listingPrefix())
        .isEqualTo("users/");
    assertThat(KeyFilter.ofPrefix("users/").include("users/a/*").listingPrefix())
        .isEqualTo("users/a/");
    assertThat(KeyFilter.ofPrefix("users/a").include("users/*").listingPrefix())
        .isEqualTo("users/a");
    assertThat(KeyFilter.ofPrefix("users/").include("groups/*").listingPrefix())
        .isEqualTo("users/");
    assertThat(KeyFilter.all().include("a", "*").listingPrefix()).isEmpty();
  }

  @Test
  void neverNarrowsToHalfACharacter() {
    KeyFilter filter = KeyFilter.all().include("x\ud83d\ude00*", "x\ud83d\ude01*");
    assertThat(filter.listingPrefix()).isEqualTo("x");
  }

  @Test
  void isNotChangedByItsExtensions() {
    KeyFilter filter = KeyFilter.ofPrefix("a");
    assertThat(filter.exclude("**")).isNotSameAs(filter);
    assertThat(admits(filter, "ab")).isTrue();
  }

  @Test
  void hidesWhatHasNoKeyUnlessEverythingPasses() {
    assertThat(KeyFilter.all().admitsNullable(null)).isTrue();
    assertThat(KeyFilter.ofPrefix("a").admitsNullable(null)).isFalse();
    assertThat(KeyFilter.all().exclude("a").admitsNullable(null)).isFalse();
  }

  @Test
  void saysWhatItIs() {
    assertThat(KeyFilter.all()).hasToString("all keys");
    assertThat(KeyFilter.ofPrefix("a/").include("a/b*").exclude("**/c"))
        .hasToString("prefix 'a/', include [a/b*], exclude [**/c]");
  }

  @Test
  void rejectsWrongSettings() {
    assertThatThrownBy(() -> KeyFilter.ofPrefix("a\0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("prefix has a NUL");
    assertThatThrownBy(() -> KeyFilter.all().include("ok", "{a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'{a'");
    assertThatThrownBy(() -> KeyFilter.all().exclude("[a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'[a'");
  }
}
