package dev.headwater.store.etcd;

import static dev.headwater.testkit.Entries.expiring;
import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.stamp;
import static dev.headwater.testkit.Entries.tombstone;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import dev.headwater.store.etcd.EtcdRecords.Range;
import dev.headwater.testkit.Entries;
import io.etcd.jetcd.api.KeyValue;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtcdRecordsTest {

  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  private final EtcdRecords records = new EtcdRecords("etcd", "app");
  private final EtcdRecords bare = new EtcdRecords("etcd", "");

  @Test
  void aKeyStandsBehindThePrefixAndASlash() {
    assertThat(records.key(key("a/b"))).isEqualTo(utf8("app/a/b"));
    assertThat(bare.key(key("a/b"))).isEqualTo(utf8("a/b"));
  }

  @Test
  void everyEntryComesBack() {
    for (Entry entry :
        List.of(
            value("a", 1, "x"), tombstone("a", 2), expiring("a", 3, "x", 77), value("a", 1, ""))) {
      assertThat(held(records, records.key(entry.key()), EtcdRecords.value(entry)))
          .isEqualTo(new Held(entry, null, 9));
    }
  }

  @Test
  void awkwardKeysComeBackInOrder() {
    List<Key> keys = Entries.awkwardKeys().stream().sorted().toList();
    assertThat(keys.stream().map(records::key).sorted(ORDER))
        .containsExactlyElementsOf(keys.stream().map(records::key).toList());
    for (Key key : keys) {
      Entry entry = value(key, 1, "x");
      assertThat(held(records, records.key(key), EtcdRecords.value(entry)).entry())
          .isEqualTo(entry);
    }
  }

  @Test
  void twoPrefixesNeverMix() {
    Range ours = new EtcdRecords("etcd", "a").range("");
    for (Key key : Entries.awkwardKeys()) {
      assertThat(contains(ours, new EtcdRecords("etcd", "a").key(key))).isTrue();
      assertThat(contains(ours, new EtcdRecords("etcd", "ab").key(key))).isFalse();
      assertThat(contains(ours, new EtcdRecords("etcd", "a0").key(key))).isFalse();
    }
  }

  @Test
  void whatTheStoreKeepsForItselfIsInNoRange() {
    for (EtcdRecords each : List.of(records, bare)) {
      ByteString reserved = each.reservedKey("incarnation");
      assertThat(contains(each.range(""), reserved)).isFalse();
      assertThat(EtcdRecords.isReserved(reserved)).isTrue();
    }
    ByteString deeper = new EtcdRecords("etcd", "app/deeper").reservedKey("incarnation");
    assertThat(contains(records.range(""), deeper)).isTrue();
    assertThat(EtcdRecords.isReserved(deeper)).isTrue();
    assertThat(EtcdRecords.isReserved(records.key(key("headwater/incarnation")))).isFalse();
  }

  @Test
  void aRangeOfAllKeysHasThemAll() {
    for (Key key : Entries.awkwardKeys()) {
      assertThat(contains(bare.range(""), bare.key(key))).isTrue();
      assertThat(contains(records.range(""), records.key(key))).isTrue();
    }
    assertThat(bare.range("").to()).isEqualTo(ByteString.copyFrom(new byte[] {0}));
  }

  @Test
  void aRangeOfAPrefixEndsWhereThePrefixEnds() {
    Range range = records.range("k\uffff");
    assertThat(contains(range, records.key(key("k\uffff")))).isTrue();
    assertThat(contains(range, records.key(key("k\uffff/x")))).isTrue();
    assertThat(contains(range, records.key(key("k\ud83d\ude00")))).isFalse();
    assertThat(contains(range, records.key(key("k")))).isFalse();
  }

  @Test
  void whatComesAfterAKeyBeginsBehindIt() {
    Range rest = records.range("k").after(records.key(key("k1")));
    assertThat(contains(rest, records.key(key("k1")))).isFalse();
    assertThat(contains(rest, records.key(key("k1\u0001")))).isTrue();
    assertThat(contains(rest, records.key(key("k2")))).isTrue();
    assertThat(records.range("k").after(records.key(key("a")))).isEqualTo(records.range("k"));
  }

  @Test
  void headersStandBetweenTheRecordsOfStamps() {
    for (Stamp stamp : List.of(Stamp.MIN, stamp(5), new Stamp(7, Long.MAX_VALUE))) {
      ByteString record = EtcdRecords.value(Entry.tombstone(key("a"), stamp));
      assertThat(ORDER.compare(EtcdRecords.header(stamp), record)).isNegative();
      assertThat(ORDER.compare(record, EtcdRecords.headerAbove(stamp))).isNegative();
      assertThat(ORDER.compare(EtcdRecords.LOWEST, record)).isNegative();
    }
    ByteString next = EtcdRecords.value(Entry.tombstone(key("a"), new Stamp(8, 1)));
    ByteString above = EtcdRecords.headerAbove(new Stamp(7, Long.MAX_VALUE));
    assertThat(ORDER.compare(above, next)).isNegative();
  }

  @Test
  void whatIsNoRecordIsCorruptAndNamesItsKey() {
    for (ByteString garbage : List.of(ByteString.EMPTY, utf8("text"), utf8("\0\0\0"))) {
      Held held = held(records, utf8("app/a"), garbage);
      assertThat(held.entry()).isNull();
      assertThat(held.corrupt().key()).isEqualTo(key("a"));
      assertThat(held.corrupt()).hasMessageContaining("no record");
    }
  }

  @Test
  void aKeyThatNoStoreWritesIsCorruptWithoutAKey() {
    Held held = held(records, utf8("app/a\0b"), EtcdRecords.value(value("a", 1, "x")));
    assertThat(held.entry()).isNull();
    assertThat(held.corrupt().key()).isNull();
    assertThat(held.corrupt()).hasMessageContaining("no key");
  }

  private static Held held(EtcdRecords records, ByteString key, ByteString value) {
    return records.held(
        KeyValue.newBuilder().setKey(key).setValue(value).setModRevision(9).build(), "read");
  }

  private static boolean contains(Range range, ByteString key) {
    boolean noEnd = range.to().equals(ByteString.copyFrom(new byte[] {0}));
    return ORDER.compare(key, range.from()) >= 0 && (noEnd || ORDER.compare(key, range.to()) < 0);
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
