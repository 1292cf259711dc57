package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Hashes: git's names of objects, and SHA-256 of texts. Pure. */
public final class GitHash {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

  private GitHash() {}

  /** The id that git gives to a file with this content: 40 hexadecimal digits. */
  public static String blob(byte[] content) {
    MessageDigest digest = digest("SHA-1");
    digest.update(("blob " + content.length + "\0").getBytes(US_ASCII));
    return HexFormat.of().formatHex(digest.digest(content));
  }

  /** Whether the text has the form of an id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** SHA-256 of a text's UTF-8. */
  static byte[] sha256(String text) {
    return digest("SHA-256").digest(text.getBytes(UTF_8));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
