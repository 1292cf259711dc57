package dev.headwater.testkit;

import dev.headwater.store.Key;
import dev.headwater.store.Mark;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link ReferenceFeed} is: in the log ({@code r7}), or in a scan that began at a revision
 * and has come to a key ({@code s7:key}).
 *
 * @param revision the last change that was delivered, or at which the scan began
 * @param phase whether the feed still scans
 * @param scannedTo the last key of the scan, or {@code null} at its beginning
 */
record ReferencePlace(long revision, Phase phase, @Nullable Key scannedTo) {

  private static final Pattern LOG = Pattern.compile("r([0-9]{1,18})");
  private static final Pattern SCAN = Pattern.compile("s([0-9]{1,18}):(.*)", Pattern.DOTALL);

  enum Phase {
    SCAN,
    LOG
  }

  static ReferencePlace start(ReferenceData data) {
    return new ReferencePlace(data.revision(), Phase.SCAN, null);
  }

  static ReferencePlace at(long revision) {
    return new ReferencePlace(revision, Phase.LOG, null);
  }

  /** The place that the mark means in this data, or {@code null} if it means none. */
  static @Nullable ReferencePlace of(Mark mark, ReferenceData data) {
    if (!mark.incarnation().equals(data.incarnation)) {
      return null;
    }
    Matcher log = LOG.matcher(mark.position());
    if (log.matches()) {
      return at(Long.parseLong(log.group(1)));
    }
    Matcher scan = SCAN.matcher(mark.position());
    return scan.matches()
        ? new ReferencePlace(
            Long.parseLong(scan.group(1)),
            Phase.SCAN,
            scan.group(2).isEmpty() ? null : Key.of(scan.group(2)))
        : null;
  }

  boolean isScanning() {
    return phase == Phase.SCAN;
  }

  ReferencePlace scannedTo(Key key) {
    return new ReferencePlace(revision, Phase.SCAN, key);
  }

  ReferencePlace scanned() {
    return at(revision);
  }

  Mark mark(ReferenceData data) {
    String position =
        isScanning()
            ? "s" + revision + ":" + (scannedTo == null ? "" : scannedTo.text())
            : "r" + revision;
    return new Mark(data.incarnation, position);
  }
}
