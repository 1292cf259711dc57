package dev.headwater.store.github.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a commit's message says of the commit.
 *
 * @param sequence the commit's number; 0 if it has none, and so is a person's
 * @param batch an id made for this attempt to commit, to find it again
 * @param node the id of the node that made it
 * @param parent the id of the commit that it was made on; none for the first of all
 * @param squashOf the id of the commit whose files and number it has, if it replaces history
 */
public record Trailers(
    long sequence,
    @Nullable String batch,
    @Nullable String node,
    @Nullable String parent,
    @Nullable String squashOf) {

  static final String SEQUENCE = "Headwater-Sequence";
  static final String BATCH = "Headwater-Batch";
  static final String NODE = "Headwater-Node";
  static final String PARENT = "Headwater-Parent";
  static final String SQUASH_OF = "Headwater-Squash-Of";

  /**
   * Whether Headwater made the commit that has these trailers and these parents. A cherry-picked,
   * reverted or rebased commit has the text of another, but not its parent.
   */
  public boolean isOf(List<String> parents) {
    if (sequence == 0) {
      return false;
    }
    if (squashOf != null || parent == null) {
      return parents.isEmpty();
    }
    return parents.size() == 1 && parents.get(0).equals(parent);
  }

  /** The trailers as lines. */
  String text() {
    StringBuilder text = new StringBuilder();
    append(text, SEQUENCE, Long.toString(sequence));
    append(text, BATCH, batch);
    append(text, NODE, node);
    append(text, PARENT, parent);
    append(text, SQUASH_OF, squashOf);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }
}
