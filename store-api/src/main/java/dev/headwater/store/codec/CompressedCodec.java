package dev.headwater.store.codec;

import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Another codec's bytes in the zlib format (RFC 1950). */
final class CompressedCodec<V> implements Codec<V> {

  private final Codec<V> codec;
  private final int maxBytes;

  CompressedCodec(Codec<V> codec, int maxBytes) {
    if (maxBytes < 1 || maxBytes == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("maxBytes is not in 1..2^31-2: " + maxBytes);
    }
    this.codec = codec;
    this.maxBytes = maxBytes;
  }

  @Override
  public String encoding() {
    return codec.encoding() + "+deflate";
  }

  @Override
  public byte[] encode(V value) {
    byte[] plain = codec.encode(value);
    if (plain.length > maxBytes) {
      throw new CodecException(
          "the value has %d bytes, at most %d are allowed".formatted(plain.length, maxBytes));
    }
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(plain);
    } catch (IOException e) {
      throw new CodecException("the value could not be deflated", e);
    }
    return deflated.toByteArray();
  }

  @Override
  public V decode(byte[] bytes) {
    byte[] plain;
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      plain = in.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw new CodecException("the bytes are not deflated", e);
    }
    if (plain.length > maxBytes) {
      throw new CodecException("the value inflates to more than %d bytes".formatted(maxBytes));
    }
    return codec.decode(plain);
  }

  @Override
  public Sharing sharing() {
    return codec.sharing();
  }
}
