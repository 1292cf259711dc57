package dev.headwater.store.github.rest;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * As much of DER (ITU-T X.690) as it takes to wrap an RSA key in PKCS#1, which GitHub gives out,
 * into PKCS#8, which Java reads. Pure.
 */
final class Der {

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  /** INTEGER 0, and the algorithm rsaEncryption (1.2.840.113549.1.1.1) with NULL. */
  private static final byte[] VERSION_AND_RSA =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private Der() {}

  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.writeBytes(VERSION_AND_RSA);
    key.writeBytes(tagged(OCTET_STRING, pkcs1));
    return tagged(SEQUENCE, key.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else if (content.length < 0x10000) {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    } else {
      throw new IllegalArgumentException("too long for a key: %d bytes".formatted(content.length));
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
