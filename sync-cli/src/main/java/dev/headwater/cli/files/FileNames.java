package dev.headwater.cli.files;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The names of files as the bytes that they are. Java reads them in the locale's encoding, and what
 * does not fit becomes question marks; a path's URI keeps every byte, whatever the locale.
 */
final class FileNames {

  private static final char UNREADABLE = '\ufffd';
  private static final boolean UTF_8_LOCALE = isUtf8(System.getProperty("sun.jnu.encoding", ""));

  private FileNames() {}

  private static boolean isUtf8(String encoding) {
    return encoding.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8");
  }

  /**
   * The last name of the path as text.
   *
   * @throws CharacterCodingException if it is not UTF-8
   */
  static String text(Path path) throws CharacterCodingException {
    String text = String.valueOf(path.getFileName());
    if (UTF_8_LOCALE && text.indexOf(UNREADABLE) < 0) {
      return text;
    }
    byte[] bytes = lastName(path.toUri().getRawPath());
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** The child of the directory with this name, which has no separator. */
  static Path child(Path directory, String name) {
    if (UTF_8_LOCALE || name.chars().allMatch(c -> c < 0x80)) {
      return directory.resolve(name);
    }
    String parent = directory.toUri().getRawPath();
    String slash = parent.endsWith("/") ? "" : "/";
    return Path.of(URI.create("file://" + parent + slash + percentEncoded(name)));
  }

  private static byte[] lastName(String rawPath) {
    String path = rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
    String name = path.substring(path.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%').append(HexFormat.of().toHexDigits(b));
    }
    return encoded.toString();
  }
}
