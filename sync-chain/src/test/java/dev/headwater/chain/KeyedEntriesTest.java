package dev.headwater.chain;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedEntriesTest {

  private static final Entry FIRST = value("a", 1, "first");
  private static final Entry SECOND = value("a", 2, "second");
  private static final Entry OTHER = value("b", 1, "other");

  private final KeyedEntries entries = new KeyedEntries();

  @Test
  void eachIsThereOnce() {
    assertThat(entries.add(FIRST)).isTrue();
    assertThat(entries.add(FIRST)).isFalse();
    assertThat(entries.addAll(List.of(FIRST, OTHER))).isTrue();
    assertThat(entries.addAll(List.of(FIRST, OTHER))).isFalse();
    assertThat(entries.count(key("a"))).isEqualTo(1);
    assertThat(entries.contains(OTHER)).isTrue();
    assertThat(entries.contains(SECOND)).isFalse();
  }

  @Test
  void theFirstAreTakenFirst() {
    entries.addAll(List.of(FIRST, OTHER, SECOND));
    assertThat(entries.take(2)).containsExactly(FIRST, SECOND);
    assertThat(entries.isEmpty()).isFalse();
    assertThat(entries.take(2)).containsExactly(OTHER);
    assertThat(entries.isEmpty()).isTrue();
  }

  @Test
  void whatIsRemovedIsGone() {
    entries.addAll(List.of(FIRST, SECOND, OTHER));
    assertThat(entries.remove(key("a"), FIRST::equals)).containsExactly(FIRST);
    assertThat(entries.remove(key("a"), FIRST::equals)).isEmpty();
    assertThat(entries.remove(SECOND)).isTrue();
    assertThat(entries.remove(SECOND)).isFalse();
    entries.remove(key("b"));
    assertThat(entries.isEmpty()).isTrue();
  }
}
