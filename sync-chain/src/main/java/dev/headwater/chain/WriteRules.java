package dev.headwater.chain;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Precondition;
import dev.headwater.store.RejectedException;
import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.Write;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which writes a chain takes at all, whatever its layers hold. Pure. */
final class WriteRules {

  private final ChainShape shape;
  private final Set<String> encodings;
  private final Capabilities.Limits limits;

  /**
   * @param encodings the encodings that values may have; empty for any
   */
  WriteRules(ChainShape shape, Set<String> encodings) {
    this.shape = shape;
    this.encodings = Set.copyOf(encodings);
    this.limits = shape.capabilities().limits();
  }

  /**
   * Refuses the writes if one of them is against the rules.
   *
   * @throws RejectedException naming the key and the rule
   */
  void check(String operation, Collection<Write> writes) {
    requireWritable(operation, writes.size() == 1 ? writes.iterator().next().key() : null);
    for (Write write : writes) {
      requireAdmitted(operation, write.key());
      requireEncoding(operation, write.entry());
      limits.check(write.entry(), new Subject(shape.name(), operation, write.key()));
    }
  }

  void requireWritable(String operation, @Nullable Key key) {
    if (!shape.authority().isWritten()) {
      throw rejected(
          operation,
          key,
          RejectedException.Reason.UNSUPPORTED,
          "layer '%s', the authority, is read-only".formatted(shape.authority().name()));
    }
  }

  /** Whoever accepts a conditional write has to have it decided one day. */
  void requireDecidable(String operation, Collection<Write> writes) {
    for (Write write : writes) {
      if (write.precondition() != Precondition.none()
          && !shape.capabilities().has(Capability.PRECONDITIONS)) {
        throw rejected(
            operation,
            write.key(),
            RejectedException.Reason.UNSUPPORTED,
            "layer '%s', the authority, decides no preconditions"
                .formatted(shape.authority().name()));
      }
    }
  }

  private void requireAdmitted(String operation, Key key) {
    if (!shape.authority().admits(key)) {
      throw rejected(
          operation,
          key,
          RejectedException.Reason.UNSUPPORTED,
          "the key does not pass the filter of layer '%s', the authority (%s)"
              .formatted(shape.authority().name(), shape.authority().filter()));
    }
  }

  private void requireEncoding(String operation, Entry entry) {
    EncodedValue value = entry.value();
    if (value != null && !encodings.isEmpty() && !encodings.contains(value.encoding())) {
      throw rejected(
          operation,
          entry.key(),
          RejectedException.Reason.UNSUPPORTED,
          "the value is encoded as '%s'; this chain takes only %s"
              .formatted(value.encoding(), String.join(", ", new TreeSet<>(encodings))));
    }
  }

  private RejectedException rejected(
      String operation, @Nullable Key key, RejectedException.Reason reason, String what) {
    return new RejectedException(new Subject(shape.name(), operation, key), reason, what);
  }
}
