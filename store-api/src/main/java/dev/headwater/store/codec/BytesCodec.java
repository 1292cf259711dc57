package dev.headwater.store.codec;

import dev.headwater.store.Codec;

/** Bytes as they are; arrays are mutable, so readers do not share them. */
enum BytesCodec implements Codec<byte[]> {
  INSTANCE;

  @Override
  public String encoding() {
    return "bytes";
  }

  @Override
  public byte[] encode(byte[] value) {
    return value.clone();
  }

  @Override
  public byte[] decode(byte[] bytes) {
    return bytes.clone();
  }

  @Override
  public Sharing sharing() {
    return Sharing.UNSHARED;
  }
}
