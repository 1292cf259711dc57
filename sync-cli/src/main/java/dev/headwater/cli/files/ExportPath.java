package dev.headwater.cli.files;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where below a directory a key's file is. Pure, and the same on every system: a key that could
 * mean another place, here or where the directory is copied to, has no path.
 *
 * @param names the names of the directories on the way, and of the file
 */
record ExportPath(List<String> names) {

  private static final int MAX_NAME_BYTES = 255;

  /** A key that has no path; the message says why. */
  static final class NoPathException extends Exception {
    private static final long serialVersionUID = 1;

    NoPathException(String reason) {
      super(reason);
    }
  }

  /**
   * The path of the text, which is a key without its prefix.
   *
   * @throws NoPathException if it has none
   */
  static ExportPath of(String text) throws NoPathException {
    if (text.isEmpty()) {
      throw new NoPathException("nothing of the key is left as the file's name");
    }
    if (text.indexOf('\\') >= 0) {
      throw new NoPathException("it has a backslash, which separates names on some systems");
    }
    List<String> names = List.of(text.split("/", -1));
    for (String name : names) {
      check(name);
    }
    return new ExportPath(names);
  }

  private static void check(String name) throws NoPathException {
    if (name.isEmpty()) {
      throw new NoPathException("it begins or ends with '/', or has '//'");
    }
    if (name.equals(".") || name.equals("..")) {
      throw new NoPathException("'%s' in it would lead to another place".formatted(name));
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new NoPathException("a name in it is longer than %d bytes".formatted(MAX_NAME_BYTES));
    }
  }

  List<String> directories() {
    return names.subList(0, names.size() - 1);
  }

  String fileName() {
    return names.get(names.size() - 1);
  }
}
