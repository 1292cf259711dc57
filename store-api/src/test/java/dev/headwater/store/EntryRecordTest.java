package dev.headwater.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryRecordTest {

  private static final Key KEY = Key.of("k\u00e9y");
  private static final Stamp STAMP = new Stamp(0x0102030405060708L, 0x1112131415161718L);
  private static final Entry VALUE =
      Entry.of(KEY, STAMP, EncodedValue.of("hi".getBytes(UTF_8), "utf-8"));
  private static final Entry EXPIRING =
      Entry.of(KEY, STAMP, EncodedValue.of("hi".getBytes(UTF_8), "utf-8", 0x21222324L));
  private static final Entry TOMBSTONE = Entry.tombstone(KEY, STAMP);

  private static final String STAMP_HEX = "01020304050607081112131415161718";
  private static final String VALUE_HEX = STAMP_HEX + "10" + "05" + "7574662d38" + "6869";
  private static final String EXPIRING_HEX =
      STAMP_HEX + "12" + "0000000021222324" + "05" + "7574662d38" + "6869";
  private static final String TOMBSTONE_HEX = STAMP_HEX + "11";
  private static final String HEAD_HEX = "01" + "0004" + "6bc3a979";

  @Test
  void theBytesAreThoseOfTheLayout() {
    assertThat(hex(EntryRecord.body(VALUE))).isEqualTo(VALUE_HEX);
    assertThat(hex(EntryRecord.body(EXPIRING))).isEqualTo(EXPIRING_HEX);
    assertThat(hex(EntryRecord.body(TOMBSTONE))).isEqualTo(TOMBSTONE_HEX);
    assertThat(hex(EntryRecord.canonical(VALUE))).isEqualTo(HEAD_HEX + VALUE_HEX);
    assertThat(hex(EntryRecord.canonical(EXPIRING))).isEqualTo(HEAD_HEX + EXPIRING_HEX);
    assertThat(hex(EntryRecord.canonical(TOMBSTONE))).isEqualTo(HEAD_HEX + TOMBSTONE_HEX);
    assertThat(hex(EntryRecord.stampBytes(STAMP))).isEqualTo(STAMP_HEX);
  }

  @Test
  void theHashIsSha256OfTheCanonicalRecord() throws Exception {
    byte[] expected =
        MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(HEAD_HEX + VALUE_HEX));
    assertThat(VALUE.hash().bytes()).isEqualTo(expected);
    assertThat(VALUE.hash())
        .hasToString("55ec0094925826e2d2d71400d8aedb5254908c30ea780af078c533a510e6263b");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyEntryComesBack(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      Entry entry = entry(random);
      byte[] body = EntryRecord.body(entry);
      assertThat(body)
          .hasSize(EntryRecord.bodyBytes(entry))
          .startsWith(EntryRecord.stampBytes(entry.stamp()));
      assertThat(EntryRecord.parse(entry.key(), body)).isEqualTo(entry);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void whatIsDamagedIsRefusedOrIsAnotherEntryThatIsWrittenTheSame(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = damage(EntryRecord.body(entry(random)), random);
      try {
        Entry parsed = EntryRecord.parse(KEY, damaged);
        assertThat(EntryRecord.body(parsed)).isEqualTo(damaged);
      } catch (MalformedRecordException e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 4_999);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0 bytes",
    "0102, too few",
    "01020304050607081112131415161718, too few",
    "810203040506070811121314151617181000, stamp",
    "010203040506070800000000000000001000, stamp",
    "010203040506070891121314151617181000, stamp",
    "0102030405060708111213141516171800, flags",
    "0102030405060708111213141516171820, flags",
    "0102030405060708111213141516171814, flags",
    "0102030405060708111213141516171813, tombstone",
    "010203040506070811121314151617181100, tombstone",
    "0102030405060708111213141516171810, too early",
    "01020304050607081112131415161718120000, too early",
    "010203040506070811121314151617181005757466, too early",
    "010203040506070811121314151617181000, encoding",
    "010203040506070811121314151617181001ff, encoding",
    "0102030405060708111213141516171812ffffffffffffffff0161, negative"
  })
  void whatIsNoRecordIsRefusedAndTheMessageSaysWhy(String body, String part) {
    assertThatThrownBy(() -> EntryRecord.parse(KEY, HexFormat.of().parseHex(body)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(part);
  }

  @Test
  void anExpiryOfNeverThatIsWrittenOutIsRefusedSinceItWouldNotBeWrittenSo() {
    String body = STAMP_HEX + "12" + "7fffffffffffffff" + "0161";
    assertThatThrownBy(() -> EntryRecord.parse(KEY, HexFormat.of().parseHex(body)))
        .isInstanceOf(MalformedRecordException.class);
  }

  private static byte[] damage(byte[] body, SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(body, random.nextInt(body.length));
      case 1 -> flip(body, Math.min(body.length - 1, 14 + random.nextInt(8)), random);
      default -> flip(body, random.nextInt(body.length), random);
    };
  }

  private static byte[] flip(byte[] body, int index, SplittableRandom random) {
    body[index] ^= (byte) (1 << random.nextInt(8));
    return body;
  }

  private static Entry entry(SplittableRandom random) {
    Key key = Key.of(RandomText.of(random, 10));
    Stamp stamp =
        new Stamp(random.nextLong() & Long.MAX_VALUE, 1 + random.nextLong(Long.MAX_VALUE - 1));
    if (random.nextInt(4) == 0) {
      return Entry.tombstone(key, stamp);
    }
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    String encoding = "e".repeat(1 + random.nextInt(EncodedValue.MAX_ENCODING_LENGTH));
    long expiry = random.nextBoolean() ? EncodedValue.NEVER : random.nextLong(Long.MAX_VALUE);
    return Entry.of(key, stamp, EncodedValue.of(bytes, encoding, expiry));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
