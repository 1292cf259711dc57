package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Purge;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A purge forgets what is not newer than said: it is no deletion, and leaves no trace. */
abstract class PurgeContract extends ContractGroup {

  @Test
  void aPurgedEntryIsForgotten() {
    write(value("a", 1, "x"), value("b", 1, "x"));
    assertThat(store().purge(List.of(Purge.of(value("a", 1, "x"))))).isOne();
    assertThat(read("a")).isNull();
    assertThat(list(ListRequest.all(""))).containsExactly(value("b", 1, "x"));
  }

  @Test
  void aTombstoneIsForgottenToo() {
    write(tombstone("a", 1));
    assertThat(store().purge(List.of(new Purge(key("a"), stamp(1))))).isOne();
    assertThat(list(ListRequest.all(""))).isEmpty();
  }

  @Test
  void anExpiredValueIsForgottenToo() {
    Entry expired = expiring("a", 2, "x", nowMillis() - 1);
    merge(expired);
    store().purge(List.of(Purge.of(expired)));
    assertThat(list(ListRequest.all(""))).isEmpty();
    write(value("a", 1, "older"));
  }

  @Test
  void aNewerEntryStays() {
    write(value("a", 2, "newer"));
    assertThat(store().purge(List.of(new Purge(key("a"), stamp(1))))).isZero();
    assertThat(read("a")).isEqualTo(value("a", 2, "newer"));
  }

  @Test
  void theOriginCountsToo() {
    write(value("a", 2, "x"));
    assertThat(store().purge(List.of(new Purge(key("a"), stamp(2, Entries.ORIGIN - 1))))).isZero();
    assertThat(store().purge(List.of(new Purge(key("a"), stamp(2, Entries.ORIGIN + 1))))).isOne();
  }

  @Test
  void anOlderEntryThanSaidIsForgotten() {
    write(value("a", 2, "x"));
    assertThat(store().purge(List.of(new Purge(key("a"), stamp(9))))).isOne();
    assertThat(read("a")).isNull();
  }

  @Test
  void anAbsentKeyIsNotCounted() {
    assertThat(store().purge(List.of(new Purge(key("a"), stamp(9))))).isZero();
  }

  @Test
  void repeatingAPurgeForgetsNothingMore() {
    write(value("a", 1, "x"));
    List<Purge> purges = List.of(Purge.of(value("a", 1, "x")));
    assertThat(store().purge(purges)).isOne();
    assertThat(store().purge(purges)).isZero();
  }

  @Test
  void noPurgesForgetNothing() {
    write(value("a", 1, "x"));
    assertThat(store().purge(List.of())).isZero();
    assertThat(read("a")).isEqualTo(value("a", 1, "x"));
  }

  @Test
  void aForgottenKeyTakesAnOlderEntryAgain() {
    write(value("a", 5, "x"));
    store().purge(List.of(new Purge(key("a"), stamp(5))));
    write(value("a", 1, "older"));
    assertThat(read("a")).isEqualTo(value("a", 1, "older"));
  }

  @Test
  void manyAreForgottenAtOnce() {
    List<Entry> entries = Entries.values("k", 1_200, 1);
    store().mergeAll(Batch.of(entries));
    write(value("k00007", 2, "newer"), value("other", 1, "x"));
    assertThat(store().purge(entries.stream().map(Purge::of).toList())).isEqualTo(1_199);
    assertThat(list(ListRequest.all("")))
        .containsExactly(value("k00007", 2, "newer"), value("other", 1, "x"));
  }

  @Test
  void whatOneStoreForgotIsForgottenInAnother() {
    requireDecisionsAtOnce();
    write(value("a", 1, "x"));
    open().purge(List.of(Purge.of(value("a", 1, "x"))));
    assertThat(held(key("a"))).isNull();
  }
}
