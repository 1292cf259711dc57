package dev.headwater.store.github.layout;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Paths as file systems that ignore case, or the form of accents, compare them. Coarser than any of
 * these: two paths that one of them takes for the same have the same folded form. Pure.
 */
public final class FoldedPath {

  private FoldedPath() {}

  /** The folded form, with the same number of segments. */
  public static String of(String path) {
    if (isAscii(path)) {
      return path.toLowerCase(Locale.ROOT);
    }
    String lower = Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    // Through upper case, since only that joins the letters that have several lower-case forms.
    String folded = lower.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
