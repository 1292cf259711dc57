package dev.headwater.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Numbers with their units, for people. Pure. */
public final class Amounts {

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Amounts() {}

  /** Such as {@code 1,234}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Such as {@code 1 file} or {@code 1,234 files}. */
  public static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  /** Such as {@code 17 bytes} or {@code 1.2 MiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return count(bytes, "byte", "bytes");
    }
    double amount = bytes / 1024.0;
    int unit = 0;
    while (amount >= 1023.95 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /** Roughly: such as {@code 3 ms}, {@code 12 s}, {@code 5 min}, {@code 3 h} or {@code 2 d}. */
  public static String age(Duration age) {
    if (age.toSeconds() < 1) {
      return age.toMillis() + " ms";
    }
    if (age.toMinutes() < 1) {
      return age.toSeconds() + " s";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + " min";
    }
    return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
  }

  /** Such as {@code 12 µs}, {@code 3.4 ms}, {@code 1.25 s} or {@code 2 min 5 s}. */
  public static String duration(Duration duration) {
    long micros = duration.toNanos() / 1_000;
    if (micros < 1_000) {
      return micros + " µs";
    }
    if (micros < 100_000) {
      return String.format(Locale.ROOT, "%.1f ms", micros / 1e3);
    }
    if (micros < 1_000_000) {
      return micros / 1_000 + " ms";
    }
    return micros < 60_000_000
        ? String.format(Locale.ROOT, "%.2f s", micros / 1e6)
        : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
