package dev.headwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch.Atomicity;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, listings, feeds, marks, preconditions, capabilities: what they are made of. */
class RequestsTest {

  private static final Stamp STAMP = Stamp.of(1, 0, 7);
  private static final Entry LIVE =
      Entry.of(Key.of("k/a"), STAMP, EncodedValue.of(new byte[1], "bytes", 100));
  private static final Entry TOMBSTONE = Entry.tombstone(Key.of("k/b"), STAMP);

  @Test
  void anAtomicBatchHasEachKeyOnceAndAnotherMayRepeatIt() {
    List<Write> twice = List.of(Write.of(LIVE), Write.of(LIVE));
    assertThatThrownBy(() -> new Batch(twice, Atomicity.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("k/a");
    assertThat(new Batch(twice, Atomicity.EACH).writes()).hasSize(2);
    assertThat(Batch.of(List.of(LIVE)).atomicity()).isEqualTo(Atomicity.EACH);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001})
  void aPageSizeOutOfRangeIsRefused(int pageSize) {
    assertThatThrownBy(() -> ListRequest.all("").pageSize(pageSize))
        .hasMessageContainingAll("pageSize", "" + pageSize, "10000");
    assertThatThrownBy(() -> FeedRequest.fromStart().pageSize(pageSize))
        .hasMessageContaining("pageSize");
  }

  @Test
  void aPrefixThatIsNoTextIsRefused() {
    assertThatThrownBy(() -> ListRequest.live("a\u0000")).hasMessageContaining("prefix");
    assertThatThrownBy(() -> FeedRequest.fromStart().prefix("\ud83d"))
        .hasMessageContaining("prefix");
  }

  @Test
  void aListingAdmitsByPrefixPlaceAndScope() {
    assertThat(ListRequest.live("k/").admits(LIVE, 99)).isTrue();
    assertThat(ListRequest.live("k/").admits(LIVE, 100)).isFalse();
    assertThat(ListRequest.all("k/").admits(LIVE, 100)).isTrue();
    assertThat(ListRequest.live("").admits(TOMBSTONE, 0)).isFalse();
    assertThat(ListRequest.all("").admits(TOMBSTONE, 0)).isTrue();
    assertThat(ListRequest.all("x").admits(LIVE, 0)).isFalse();
    assertThat(ListRequest.all("").after(LIVE.key()).admits(LIVE, 0)).isFalse();
    assertThat(ListRequest.all("").after(LIVE.key()).admits(TOMBSTONE, 0)).isTrue();
  }

  @Test
  void aMarkGoesThroughText() {
    Mark mark = new Mark("life-1", "12:34:x");
    assertThat(Mark.parse(mark.toString())).isEqualTo(mark);
    for (String text : List.of("", "abc", ":1", "a:")) {
      assertThatThrownBy(() -> Mark.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Mark("a:b", "1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void preconditionsLookAtWhatIsHeldAndAtTheTime() {
    assertThat(Precondition.none().holds(null, 0)).isTrue();
    assertThat(Precondition.none().holds(LIVE, 0)).isTrue();
    assertThat(Precondition.absent().holds(null, 0)).isTrue();
    assertThat(Precondition.absent().holds(LIVE, 99)).isFalse();
    assertThat(Precondition.absent().holds(LIVE, 100)).isTrue();
    assertThat(Precondition.absent().holds(TOMBSTONE, 0)).isTrue();
    assertThat(Precondition.stampIs(STAMP).holds(LIVE, 1_000)).isTrue();
    assertThat(Precondition.stampIs(STAMP).holds(TOMBSTONE, 0)).isTrue();
    assertThat(Precondition.stampIs(Stamp.MIN).holds(LIVE, 0)).isFalse();
    assertThat(Precondition.stampIs(STAMP).holds(null, 0)).isFalse();
  }

  @Test
  void capabilitiesAreTakenAwayOneByOne() {
    Capabilities.Limits limits = new Capabilities.Limits(1, 2, 3, 4);
    Capabilities all = new Capabilities(EnumSet.allOf(Capability.class), limits);
    Capabilities less = all.without(Capability.WRITE);
    assertThat(less.has(Capability.WRITE)).isFalse();
    assertThat(less.has(Capability.COMPLETE)).isTrue();
    assertThat(less.limits()).isEqualTo(limits);
    assertThat(less.without(Capability.WRITE)).isEqualTo(less);
    assertThat(all.has(Capability.WRITE)).isTrue();
  }

  @Test
  void whatIsOnlyReadHasNothingThatTakesWriting() {
    Capabilities.Limits limits = new Capabilities.Limits(1, 2, 3, 4);
    Capabilities read = new Capabilities(EnumSet.allOf(Capability.class), limits).readOnly();
    assertThat(read.set())
        .containsExactlyInAnyOrder(
            Capability.COMPLETE, Capability.DURABLE, Capability.LOCAL, Capability.PUSH_FEED);
    assertThat(read.limits()).isEqualTo(new Capabilities.Limits(1, 0, 0, 4));
  }

  @Test
  void negativeLimitsAreRefusedByName() {
    assertThatThrownBy(() -> new Capabilities.Limits(-1, 0, 0, 0))
        .hasMessageContaining("maxValueBytes");
    assertThatThrownBy(() -> new Capabilities.Limits(0, 0, 0, -1))
        .hasMessageContaining("timeoutMillis");
  }

  @Test
  void errorsNameStoreOperationAndKey() {
    var subject = new StoreException.Subject("etcd", "read", Key.of("a"));
    StoreException error = new StoreUnavailableException(subject, "no answer in 2 s; try later");
    assertThat(error).hasMessage("etcd: read of 'a': no answer in 2 s; try later");
    assertThat(error.store()).isEqualTo("etcd");
    assertThat(error.key()).isEqualTo(Key.of("a"));
    assertThat(new StoreException.Subject("etcd", "list", null)).hasToString("etcd: list");
  }
}
