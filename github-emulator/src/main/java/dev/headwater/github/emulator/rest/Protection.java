package dev.headwater.github.emulator.rest;

import org.eclipse.jgit.lib.Constants;

/** A protected branch takes changes through pull requests only. */
final class Protection {
  private Protection() {}

  static void require(Rules rules, String ref, int otherwise) {
    if (ref.startsWith(Constants.R_HEADS)
        && rules.isProtected(ref.substring(Constants.R_HEADS.length()))) {
      throw Refusal.of(
          otherwise,
          "Repository rule violations found\n\nChanges must be made through a pull request.\n\n");
    }
  }
}
