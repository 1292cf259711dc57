package dev.headwater.store.github.rest;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a branch may be called ({@code git check-ref-format --branch}). Pure. */
final class BranchNames {

  private static final int MAX_BYTES = 244;
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\x00-\\x20\\x7F~^:?*\\[\\\\]|\\.\\.|@\\{|//|(^|/)\\.|\\.lock(/|$)");

  private BranchNames() {}

  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && !name.startsWith("-")
        && !name.startsWith("/")
        && !name.endsWith("/")
        && !name.endsWith(".")
        && !name.equals("@")
        && !FORBIDDEN.matcher(name).find();
  }
}
