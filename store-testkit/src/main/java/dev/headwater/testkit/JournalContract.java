package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.journal.Journal;
import dev.headwater.store.journal.Journal.Change;
import dev.headwater.store.journal.Journal.Put;
import dev.headwater.store.journal.Journal.Remove;
import dev.headwater.store.journal.Journal.Saved;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link Journal} as tests. A journal proves that it is one by a subclass that says
 * where its records are; each test gets a fixture of its own.
 */
public abstract class JournalContract {

  private static final int MIB = 1 << 20;

  private final List<Journal> opened = new ArrayList<>();
  private @Nullable JournalFixture fixture;
  private @Nullable LeftoverThreads threads;

  /** A new fixture with no records. */
  protected abstract JournalFixture fixture();

  @BeforeEach
  final void openFixture() {
    fixture = fixture();
    threads = LeftoverThreads.since();
  }

  @AfterEach
  final void closeFixture() throws Exception {
    opened.forEach(Journal::close);
    given(fixture).close();
    given(threads).requireNone();
  }

  @Test
  void anEmptyJournalHoldsNothing() {
    assertThat(open().read("any")).isEmpty();
  }

  @Test
  void theNameIsNotBlank() {
    assertThat(open().name()).isNotBlank();
  }

  @Test
  void whatIsWrittenIsReadInTheOrderOfItsNumbers() {
    Journal journal = open();
    journal.write(List.of(put(3, "c"), put(1, "a")));
    journal.write(List.of(put(2, "b")));
    assertThat(texts(journal)).containsExactly("1=a", "2=b", "3=c");
  }

  @Test
  void aPutReplacesWhatTheRecordHeld() {
    Journal journal = open();
    journal.write(List.of(put(1, "before"), put(2, "stays")));
    journal.write(List.of(put(1, "after")));
    assertThat(texts(journal)).containsExactly("1=after", "2=stays");
  }

  @Test
  void aRemovedRecordIsGone() {
    Journal journal = open();
    journal.write(List.of(put(1, "a"), put(2, "b"), put(3, "c")));
    journal.write(List.of(remove(2)));
    assertThat(texts(journal)).containsExactly("1=a", "3=c");
  }

  @Test
  void whatIsRemovedNeedNotBeThere() {
    Journal journal = open();
    journal.write(List.of(remove(7)));
    journal.write(List.of(put(1, "a"), remove(8)));
    assertThat(texts(journal)).containsExactly("1=a");
  }

  @Test
  void changesOfACallAreMadeInTheirOrder() {
    Journal journal = open();
    journal.write(List.of(put(1, "a"), remove(1), remove(2), put(2, "b"), put(2, "c")));
    assertThat(texts(journal)).containsExactly("2=c");
  }

  @Test
  void noChangesAreFine() {
    Journal journal = open();
    journal.write(List.of());
    assertThat(journal.read("s")).isEmpty();
  }

  @Test
  void sectionsAreApart() {
    Journal journal = open();
    journal.write(
        List.of(
            new Put("one", 1, utf8("a")),
            new Put("other", 1, utf8("b")),
            new Put("One", 1, utf8("c")),
            new Put("", 1, utf8("d"))));
    journal.write(List.of(new Remove("other", 1)));
    assertThat(texts(journal, "one")).containsExactly("1=a");
    assertThat(texts(journal, "other")).isEmpty();
    assertThat(texts(journal, "One")).containsExactly("1=c");
    assertThat(texts(journal, "")).containsExactly("1=d");
    assertThat(texts(journal, "on")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1L << 32, Long.MAX_VALUE})
  void numbersMayBeOfAnySize(long number) {
    Journal journal = open();
    journal.write(List.of(put(number, "x")));
    assertThat(journal.read("s")).extracting(Saved::number).containsExactly(number);
  }

  @Test
  void recordsMayBeEmptyAndLarge() {
    Journal journal = open();
    byte[] large = new byte[MIB];
    large[MIB - 1] = 1;
    journal.write(List.of(new Put("s", 1, new byte[0]), new Put("s", 2, large)));
    List<Saved> read = journal.read("s");
    assertThat(read.get(0).bytes()).isEmpty();
    assertThat(read.get(1).bytes()).isEqualTo(large);
  }

  @Test
  void theCallerMayReuseItsArrays() {
    Journal journal = open();
    byte[] bytes = utf8("mine");
    journal.write(List.of(new Put("s", 1, bytes)));
    bytes[0] = 'X';
    journal.read("s").get(0).bytes()[1] = 'Y';
    assertThat(texts(journal)).containsExactly("1=mine");
  }

  @Test
  void recordsOutliveTheirOwner() {
    Journal first = open();
    first.write(List.of(put(1, "a"), put(2, "b")));
    first.write(List.of(remove(1)));
    first.close();
    Journal second = open();
    assertThat(texts(second)).containsExactly("2=b");
    second.write(List.of(put(3, "c")));
    second.close();
    assertThat(texts(open())).containsExactly("2=b", "3=c");
  }

  @Test
  void aJournalHasOneOwnerAtATime() {
    Journal owner = open();
    owner.write(List.of(put(1, "a")));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("in use");
    }
    owner.write(List.of(put(2, "b")));
    assertThat(texts(owner)).containsExactly("1=a", "2=b");
    owner.close();
    assertThat(texts(open())).containsExactly("1=a", "2=b");
  }

  @Test
  void closingTwiceDoesNotTakeItFromTheNextOwner() {
    Journal first = open();
    first.close();
    Journal second = open();
    first.close();
    assertThatThrownBy(this::open).isInstanceOf(StoreUnavailableException.class);
    second.write(List.of(put(1, "a")));
    assertThat(texts(second)).containsExactly("1=a");
  }

  @Test
  void aClosedJournalIsNotUsed() {
    Journal journal = open();
    journal.write(List.of(put(1, "a")));
    journal.close();
    assertThatThrownBy(() -> journal.read("s")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> journal.write(List.of(put(2, "b"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(texts(open())).containsExactly("1=a");
  }

  @Test
  void writersDoNotDisturbEachOther() throws InterruptedException {
    Journal journal = open();
    int threads = 8;
    int calls = 50;
    Parallel.run(
        threads,
        thread -> {
          for (int i = 1; i <= calls; i++) {
            long number = (long) thread * calls + i;
            journal.write(
                List.of(put(number, "x"), new Put("last", thread, utf8(Integer.toString(i)))));
          }
        });
    assertThat(journal.read("s"))
        .extracting(Saved::number)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, (long) threads * calls).boxed().toList());
    assertThat(texts(journal, "last"))
        .hasSize(threads)
        .allMatch(text -> text.endsWith("=" + calls));
  }

  @Test
  void aReaderSeesTheChangesOfACallTogether() throws InterruptedException {
    Journal journal = open();
    int rounds = 50;
    journal.write(List.of(put(1, "0"), put(2, "0")));
    Parallel.run(
        2,
        thread -> {
          for (int i = 1; i <= rounds; i++) {
            String text = Integer.toString(i);
            if (thread == 0) {
              journal.write(List.of(put(1, text), put(2, text)));
            } else {
              List<Saved> read = journal.read("s");
              assertThat(read.get(0).bytes()).isEqualTo(read.get(1).bytes());
            }
          }
        });
  }

  private Journal open() {
    Journal journal = given(fixture).open();
    opened.add(journal);
    return journal;
  }

  private static Change put(long number, String text) {
    return new Put("s", number, utf8(text));
  }

  private static Change remove(long number) {
    return new Remove("s", number);
  }

  private static List<String> texts(Journal journal) {
    return texts(journal, "s");
  }

  private static List<String> texts(Journal journal, String section) {
    return journal.read(section).stream()
        .map(saved -> saved.number() + "=" + new String(saved.bytes(), StandardCharsets.UTF_8))
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("used outside of a test");
    }
    return value;
  }
}
