package dev.headwater.cli;

import dev.headwater.store.Codec;
import dev.headwater.store.EncodedValue;

/**
 * Bytes as they are, under the encoding that their user names.
 *
 * @param encoding the name
 */
record NamedBytesCodec(String encoding) implements Codec<byte[]> {

  NamedBytesCodec {
    EncodedValue.of(new byte[0], encoding); // the same rules, and the same messages
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
