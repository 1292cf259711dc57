package dev.headwater.store.codec;

import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as UTF-8; refuses what would not come back as it was. */
enum Utf8Codec implements Codec<String> {
  INSTANCE;

  @Override
  public String encoding() {
    return "utf-8";
  }

  @Override
  public byte[] encode(String value) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new CodecException("the text has an unpaired surrogate", e);
    }
  }

  @Override
  public String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CodecException("the bytes are not UTF-8", e);
    }
  }

  @Override
  public Sharing sharing() {
    return Sharing.SHARED;
  }
}
