package dev.headwater.github.emulator.git;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** Object ids as text. */
public final class ObjectIds {
  private ObjectIds() {}

  /** The id, or nothing if the text is not 40 hexadecimal digits. */
  public static Optional<ObjectId> parse(String text) {
    return ObjectId.isId(text) ? Optional.of(ObjectId.fromString(text)) : Optional.empty();
  }
}
