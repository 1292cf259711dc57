package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Page;
import dev.headwater.store.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing is complete, in the order of UTF-8 bytes, without duplicates, whatever its pages. */
abstract class ListingContract extends ContractGroup {

  private static final String LAST_CHARACTER = "\udbff\udfff"; // U+10FFFF

  @Test
  void anEmptyStoreListsNothing() {
    assertThat(list(ListRequest.all(""))).isEmpty();
    assertThat(list(ListRequest.live(""))).isEmpty();
  }

  @Test
  void keysComeInTheOrderOfTheirBytes() {
    List<Key> inOrder =
        Stream.of(
                " ",
                "!",
                "A",
                "B",
                "Z",
                "_",
                "a",
                "a b",
                "a!",
                "a/",
                "a/b",
                "a0",
                "aa",
                "b",
                "z",
                "~",
                "\u007f",
                "\u0080",
                "\u00e9",
                "\u07ff",
                "\u0800",
                "\ud7ff",
                "\ue000",
                "\uffff",
                "\ud800\udc00",
                "\ud83d\ude00",
                LAST_CHARACTER)
            .map(Key::of)
            .toList();
    List<Key> mixed = new ArrayList<>(inOrder);
    Collections.shuffle(mixed, new Random(1));
    mixed.forEach(one -> write(value(one, 1, "x")));
    assertThat(keys(list(ListRequest.all("")))).containsExactlyElementsOf(inOrder);
    assertThat(keys(list(ListRequest.live("")))).containsExactlyElementsOf(inOrder);
  }

  @Test
  void supplementaryCharactersComeAfterAllOthers() {
    write(
        value("\ud83d\ude00", 1, "emoji"), value("\ue000", 1, "private"), value("\uffff", 1, "x"));
    assertThat(keys(list(ListRequest.all("").pageSize(1))))
        .containsExactly(key("\ue000"), key("\uffff"), key("\ud83d\ude00"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyPageSizeListsTheSame(int pageSize) {
    List<Entry> entries = sevenEntries();
    List<Page> pages = pages(ListRequest.all("").pageSize(pageSize));
    assertThat(pages.stream().flatMap(page -> page.entries().stream()))
        .containsExactlyElementsOf(entries);
    assertThat(pages).hasSizeGreaterThanOrEqualTo((entries.size() + pageSize - 1) / pageSize);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void pagesOfLiveEntriesAreCompleteBetweenManyTombstones(int pageSize) {
    List<Entry> live = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String key = "k%02d".formatted(i);
      Entry entry = i % 5 == 4 ? value(key, 1, "live") : tombstone(key, 1);
      write(entry);
      if (!entry.isTombstone()) {
        live.add(entry);
      }
    }
    assertThat(list(ListRequest.live("").pageSize(pageSize))).containsExactlyElementsOf(live);
  }

  @Test
  void afterBeginsAboveAKeyWhetherItIsThereOrNot() {
    List<Entry> entries = sevenEntries();
    for (int i = 0; i < entries.size(); i++) {
      List<Entry> rest = entries.subList(i + 1, entries.size());
      Key here = entries.get(i).key();
      assertThat(list(ListRequest.all("").after(here))).containsExactlyElementsOf(rest);
      Key between = key(here.text() + "0");
      assertThat(list(ListRequest.all("").after(between))).containsExactlyElementsOf(rest);
    }
  }

  @Test
  void afterBeyondTheEndListsNothing() {
    sevenEntries();
    assertThat(list(ListRequest.all("").after(key("z")))).isEmpty();
    assertThat(list(ListRequest.all("").after(key(LAST_CHARACTER)))).isEmpty();
  }

  @Test
  void afterWorksWithinAPrefix() {
    write(value("a/1", 1, "x"), value("a/2", 1, "x"), value("a/3", 1, "x"), value("b", 1, "x"));
    assertThat(keys(list(ListRequest.all("a/").after(key("a/1")))))
        .containsExactly(key("a/2"), key("a/3"));
  }

  @Test
  void afterBelowThePrefixListsThePrefixAndAboveItNothing() {
    write(value("a", 1, "x"), value("m/1", 1, "x"), value("z", 1, "x"));
    assertThat(keys(list(ListRequest.all("m/").after(key("a"))))).containsExactly(key("m/1"));
    assertThat(keys(list(ListRequest.all("m/").after(key("n"))))).isEmpty();
  }

  @Test
  void aPrefixListsExactlyTheKeysThatStartWithIt() {
    Stream.of("a", "a/", "a/b", "a/b/c", "a/c", "a0", "a.", "ab", "b", "A/b")
        .forEach(text -> write(value(text, 1, "x")));
    assertThat(keys(list(ListRequest.all("a/"))))
        .containsExactly(key("a/"), key("a/b"), key("a/b/c"), key("a/c"));
    assertThat(keys(list(ListRequest.all("a/b")))).containsExactly(key("a/b"), key("a/b/c"));
    assertThat(list(ListRequest.all("c"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "_", "a%", "a_", "\\", "\\%", "'", "[a", "*", ".", "?", "^a", "a|b"})
  void aPrefixIsNoPattern(String prefix) {
    write(value(prefix + "x", 1, "x"), value("other", 1, "x"), value("abx", 1, "x"));
    assertThat(keys(list(ListRequest.all(prefix)))).containsExactly(key(prefix + "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u007f", "\u00bf", "\u07ff", "\u0fff", "\ud7ff", "\uffff", LAST_CHARACTER})
  void aPrefixThatEndsOnAHighByteIsARangeToo(String prefix) {
    Entry exactly = value(prefix, 1, "x");
    Entry below = value(prefix + "a", 1, "x");
    Entry last = value(prefix + LAST_CHARACTER, 1, "x");
    write(exactly, below, last, value("A", 1, "x"), value("\ud800\udc00", 1, "x"));
    assertThat(list(ListRequest.all(prefix).pageSize(1))).containsExactly(exactly, below, last);
  }

  @Test
  void aPrefixLongerThanAnyKeyListsNothing() {
    write(value("x", 1, "x"));
    assertThat(list(ListRequest.all("x".repeat(2 * Key.MAX_BYTES)))).isEmpty();
  }

  @Test
  void aLargeListingIsCompleteAndInOrder() {
    List<Entry> entries = Entries.values("k/", 2_500, 1);
    List<Entry> mixed = new ArrayList<>(entries);
    Collections.shuffle(mixed, new Random(2));
    store().mergeAll(Batch.of(mixed));
    assertThat(list(ListRequest.all("k/"))).containsExactlyElementsOf(entries);
  }

  @Test
  void theLargestPageIsTaken() {
    List<Entry> entries = sevenEntries();
    assertThat(list(ListRequest.live("").pageSize(ListRequest.MAX_PAGE_SIZE)))
        .containsExactlyElementsOf(entries);
  }

  @Test
  void whatStaysIsListedOnceWhileOthersComeAndGo() {
    List<Entry> entries = Entries.values("k", 30, 1);
    write(entries);
    List<Entry> listed = new ArrayList<>();
    try (EntryCursor cursor = store().list(ListRequest.live("k").pageSize(4))) {
      int round = 0;
      for (Page page = cursor.next(); ; page = cursor.next(), round++) {
        listed.addAll(page.entries());
        if (page.last()) {
          break;
        }
        write(value("k%05d-new".formatted(round * 4), 2, "new"), value("j" + round, 2, "before"));
      }
    }
    assertThat(listed.stream().filter(entries::contains)).containsExactlyElementsOf(entries);
    assertThat(keys(listed)).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void listingsDoNotDisturbEachOther() {
    List<Entry> entries = sevenEntries();
    List<Entry> first = new ArrayList<>();
    List<Entry> second = new ArrayList<>();
    try (EntryCursor one = store().list(ListRequest.all("").pageSize(2));
        EntryCursor two = store().list(ListRequest.all("").pageSize(2))) {
      first.addAll(one.next().entries());
      second.addAll(two.next().entries());
      first.addAll(one.next().entries());
      second.addAll(two.next().entries());
    }
    assertThat(first).isEqualTo(second).containsExactlyElementsOf(entries.subList(0, 4));
  }

  @Test
  void aListingCanBeLeftHalfRead() {
    sevenEntries();
    EntryCursor cursor = store().list(ListRequest.all("").pageSize(2));
    assertThat(cursor.next().last()).isFalse();
    cursor.close();
    cursor.close();
    assertThat(list(ListRequest.all(""))).hasSize(7);
  }

  @Test
  void whatAnotherStoreWroteIsListed() {
    requireDecisionsAtOnce();
    open().merge(Write.of(value("a", 1, "theirs")));
    assertThat(list(ListRequest.live(""))).containsExactly(value("a", 1, "theirs"));
  }

  private List<Entry> sevenEntries() {
    List<Entry> entries = Entries.values("k", 7, 1);
    write(entries);
    return entries;
  }
}
