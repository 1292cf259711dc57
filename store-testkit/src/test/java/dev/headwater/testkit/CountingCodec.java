package dev.headwater.testkit;

import dev.headwater.store.Codec;
import dev.headwater.store.codec.Codecs;
import java.util.concurrent.atomic.AtomicInteger;

/** Text as UTF-8 that counts how often it is decoded. */
final class CountingCodec implements Codec<String> {

  private final Codec<String> codec = Codecs.utf8();
  private final AtomicInteger decoded = new AtomicInteger();

  int decoded() {
    return decoded.get();
  }

  @Override
  public String encoding() {
    return codec.encoding();
  }

  @Override
  public byte[] encode(String value) {
    return codec.encode(value);
  }

  @Override
  public String decode(byte[] bytes) {
    decoded.incrementAndGet();
    return codec.decode(bytes);
  }

  @Override
  public Sharing sharing() {
    return Sharing.SHARED;
  }
}
