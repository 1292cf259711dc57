package dev.headwater.store.sqlite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the position of a mark says: {@code SEQ.LIFE}. Pure.
 *
 * @param seq the number of the commit order that lies before the mark
 * @param life the id of the file's life in which that number was given out
 */
record FeedPosition(long seq, String life) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9a-f]{1,16})");

  /** What the position of a mark means, or {@code null} if no SQLite store made it. */
  static @Nullable FeedPosition parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? new FeedPosition(Long.parseLong(form.group(1)), form.group(2)) : null;
  }

  @Override
  public String toString() {
    return seq + "." + life;
  }
}
