package dev.headwater.chain.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped a word. Pure. */
final class NearestWord {

  private static final int LETTERS_PER_MISTAKE = 3;

  private NearestWord() {}

  /** The word that is nearest, if it is near: about one mistake in three letters. */
  static Optional<String> to(String typed, Collection<String> words) {
    int allowed = Math.max(1, typed.length() / LETTERS_PER_MISTAKE);
    return words.stream()
        .filter(word -> distance(typed, word) <= allowed)
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  /* Levenshtein's: how many letters to add, leave out or replace. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
