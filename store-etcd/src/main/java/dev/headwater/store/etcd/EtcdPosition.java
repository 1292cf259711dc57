package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.Mark;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed is: it has delivered everything up to a revision ({@code 17}), or it is scanning
 * what is held at that revision and was written after an older one, and has come to a key ({@code
 * 17.3.a2V5}: the key in URL-safe Base64, empty at the beginning).
 *
 * @param revision the revision that was delivered, or that is scanned
 * @param floor the revision before the scan, 0 if there is none; of a feed that follows, {@code
 *     revision}
 * @param phase whether the feed scans or follows
 * @param scannedTo the etcd key that the scan has come to; empty at its beginning
 */
record EtcdPosition(long revision, long floor, Phase phase, ByteString scannedTo) {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,18})\\.([A-Za-z0-9_-]*))?");

  /** What a feed does. */
  enum Phase {
    SCAN,
    FOLLOW
  }

  /** Everything up to the revision was delivered. */
  static EtcdPosition at(long revision) {
    return new EtcdPosition(revision, revision, Phase.FOLLOW, ByteString.EMPTY);
  }

  /** At the beginning of a scan of what was written after the floor. */
  static EtcdPosition scan(long revision, long floor) {
    return new EtcdPosition(revision, floor, Phase.SCAN, ByteString.EMPTY);
  }

  /**
   * The position that a mark of this head's incarnation means, or {@code null} if it means none.
   */
  static @Nullable EtcdPosition of(Mark mark, EtcdHead head) {
    Matcher form = FORM.matcher(mark.position());
    if (!mark.incarnation().equals(head.incarnation()) || !form.matches()) {
      return null;
    }
    EtcdPosition position = parse(form);
    return position == null || position.revision() > head.revision() ? null : position;
  }

  private static @Nullable EtcdPosition parse(Matcher form) {
    long revision = Long.parseLong(form.group(1));
    if (form.group(2) == null) {
      return at(revision);
    }
    try {
      byte[] key = Base64.getUrlDecoder().decode(form.group(3));
      long floor = Long.parseLong(form.group(2));
      return new EtcdPosition(revision, floor, Phase.SCAN, ByteString.copyFrom(key));
    } catch (IllegalArgumentException e) {
      return null; // no Base64
    }
  }

  boolean isScanning() {
    return phase == Phase.SCAN;
  }

  EtcdPosition scannedTo(ByteString key) {
    return new EtcdPosition(revision, floor, Phase.SCAN, key);
  }

  Mark mark(String incarnation) {
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(scannedTo.toByteArray());
    return new Mark(
        incarnation,
        isScanning() ? "%d.%d.%s".formatted(revision, floor, key) : Long.toString(revision));
  }
}
