package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.Batch;
import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Mark;
import dev.headwater.store.Purge;
import dev.headwater.store.Store;
import dev.headwater.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A store says what it is, ends when it is closed, and heeds interrupts. */
abstract class LifecycleContract extends ContractGroup {

  @Test
  void theCapabilitiesAreThoseExpected() {
    assertThat(store().capabilities().set())
        .containsExactlyInAnyOrderElementsOf(fixture().expectedCapabilities());
  }

  @Test
  void theCapabilitiesStayTheSame() {
    Capabilities before = store().capabilities();
    write(value("a", 1, "x"));
    assertThat(store().capabilities()).isEqualTo(before);
    assertThat(open().capabilities()).isEqualTo(before);
  }

  @Test
  void theNameStaysTheSameAndHoldsNoPassword() {
    String before = store().name();
    write(value("a", 1, "x"));
    assertThat(store().name()).isEqualTo(before).isNotBlank();
    assertThat(before)
        .doesNotContainIgnoringCase("password")
        .doesNotContainPattern("//[^/@]*:[^/@]*@");
  }

  @Test
  void closingMayBeRepeated() {
    Store closed = open();
    closed.close();
    closed.close();
  }

  @Test
  void aStoreThatWasNeverUsedIsClosed() {
    fixture().open().close();
  }

  @Test
  void everyOperationOfAClosedStoreFails() {
    Store closed = open();
    Mark head = closed.head();
    closed.close();
    Stream<ThrowingCallable> operations =
        Stream.of(
            () -> closed.read(key("a")),
            () -> closed.readAll(List.of(key("a"))),
            () -> closed.merge(Write.of(value("a", 1, "x"))),
            () -> closed.mergeAll(Batch.of(List.of(value("a", 1, "x")))),
            () -> closed.list(ListRequest.all("")).next(),
            closed::head,
            () -> closed.feed(FeedRequest.after(head)).poll(Duration.ZERO),
            () -> closed.purge(List.of(new Purge(key("a"), stamp(1)))));
    assertThat(operations)
        .allSatisfy(
            operation -> assertThatThrownBy(operation).isInstanceOf(IllegalStateException.class));
    assertThat(list(ListRequest.all(""))).isEmpty();
  }

  @Test
  void closingOneStoreLeavesAnotherOpen() {
    Store other = open();
    FeedReader feed = feed(FeedRequest.after(store().head()));
    other.close();
    write(value("a", 1, "x"));
    assertThat(read("a")).isEqualTo(value("a", 1, "x"));
    feed.await(value("a", 1, "x"));
  }

  @Test
  void aDurableStoreKeepsItsEntriesAndItsMarksWhenAllAreClosed() {
    write(value("a", 1, "x"));
    Mark head = store().head();
    write(value("b", 1, "x"));
    store().close();
    Store again = open();
    FeedReader feed = feed(again, FeedRequest.after(head));
    if (has(Capability.DURABLE)) {
      assertThat(again.read(key("a"))).isEqualTo(value("a", 1, "x"));
      feed.await(value("b", 1, "x"));
      assertThat(feed.restarted()).isFalse();
    } else {
      assertThat(again.read(key("a"))).isIn(value("a", 1, "x"), null);
    }
  }

  @Test
  void anInterruptEndsAWaitingPollAndStaysSet() throws InterruptedException {
    Waiting waiting = Waiting.poll(feed(FeedRequest.after(store().head())));
    waiting.interrupt();
    waiting.requireInterrupted();
    write(value("a", 1, "x"));
    assertThat(read("a")).isEqualTo(value("a", 1, "x"));
  }
}
