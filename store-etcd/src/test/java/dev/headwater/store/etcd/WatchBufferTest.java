package dev.headwater.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.WatchResponse;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WatchBufferTest {

  private final WatchBuffer buffer = new WatchBuffer(10);

  @Test
  void revisionsAreGivenOutWhole() {
    buffer.add(response(11, 11, 11, 12, 13));
    assertThat(taken(1)).containsExactly(11L, 11L, 11L);
    assertThat(taken(5)).containsExactly(12L, 13L);
    assertThat(taken(5)).isEmpty();
  }

  @Test
  void theLastRevisionOfAFragmentWaitsForTheNextFragment() {
    buffer.add(fragment(11, 12));
    assertThat(taken(9)).containsExactly(11L);
    assertThat(buffer.hasWhole()).isFalse();
    buffer.add(fragment(12, 12));
    assertThat(buffer.hasWhole()).isFalse();
    buffer.add(response(12, 13));
    assertThat(taken(9)).containsExactly(12L, 12L, 12L, 12L, 13L);
  }

  @Test
  void eventsFromBeforeTheBeginningAreDropped() {
    buffer.add(response(9, 10, 11));
    assertThat(taken(9)).containsExactly(11L);
    buffer.add(response(11, 12));
    assertThat(taken(9)).containsExactly(12L);
  }

  @Test
  void aFullBufferEndsAndKeepsWhatItHas() {
    buffer.add(response(LongStream.rangeClosed(11, 10_011).toArray()));
    assertThat(buffer.end()).isEqualTo(WatchBuffer.OVERFLOW);
    assertThat(taken(20_000)).hasSize(10_001);
  }

  @Test
  void fewLargeEventsFillItToo() {
    ByteString large = ByteString.copyFrom(new byte[9 << 20]);
    buffer.add(response(event(11, large)));
    assertThat(buffer.end()).isNull();
    buffer.add(response(event(12, large)));
    assertThat(buffer.end()).isEqualTo(WatchBuffer.OVERFLOW);
  }

  @Test
  void aCompactedBeginningIsTold() {
    buffer.add(WatchResponse.newBuilder().setCanceled(true).setCompactRevision(20).build());
    assertThat(EtcdErrors.classify(buffer.end())).isEqualTo(Failure.COMPACTED);
  }

  @Test
  void aCancelledWatchEndsForItsReason() {
    WatchBuffer denied = new WatchBuffer(0);
    denied.add(canceled("rpc error: code = PermissionDenied desc = etcdserver: permission denied"));
    assertThat(EtcdErrors.classify(denied.end())).isEqualTo(Failure.DENIED);
    WatchBuffer expired = new WatchBuffer(0);
    expired.add(canceled("etcdserver: invalid auth token"));
    assertThat(EtcdErrors.classify(expired.end())).isEqualTo(Failure.LOGIN_EXPIRED);
    WatchBuffer alone = new WatchBuffer(0);
    alone.add(canceled("etcdserver: no leader"));
    assertThat(EtcdErrors.classify(alone.end()).isTransient()).isTrue();
  }

  @Test
  void whatWasHalfReceivedWhenItEndedIsNotGivenOut() {
    buffer.add(fragment(11, 12));
    buffer.add(canceled("etcdserver: no leader"));
    assertThat(taken(9)).containsExactly(11L);
    assertThat(taken(9)).isEmpty();
  }

  private List<Long> taken(int size) {
    return buffer.take(size).events().stream()
        .map(event -> event.getKv().getModRevision())
        .toList();
  }

  private static WatchResponse canceled(String reason) {
    return WatchResponse.newBuilder().setCanceled(true).setCancelReason(reason).build();
  }

  private static WatchResponse response(long... revisions) {
    return response(
        LongStream.of(revisions)
            .mapToObj(one -> event(one, ByteString.EMPTY))
            .toArray(Event[]::new));
  }

  private static WatchResponse response(Event... events) {
    return WatchResponse.newBuilder().addAllEvents(List.of(events)).build();
  }

  private static WatchResponse fragment(long... revisions) {
    UnknownFieldSet.Field yes = UnknownFieldSet.Field.newBuilder().addVarint(1).build();
    return response(revisions).toBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(7, yes).build())
        .build();
  }

  private static Event event(long revision, ByteString value) {
    return Event.newBuilder()
        .setKv(KeyValue.newBuilder().setModRevision(revision).setValue(value))
        .build();
  }
}
