package dev.headwater.cli;

import dev.headwater.testkit.Entries;

/** Exports a short value, one of a megabyte, and a short one; for tests in another process. */
final class LongExport {

  private static final int BYTES = 1 << 20;

  private LongExport() {}

  public static void main(String[] args) {
    TestStores.hold(
        "long-export",
        Entries.value("a-short", 1, "v"),
        Entries.sized("b-long", 1, BYTES),
        Entries.value("c-short", 1, "v"));
    Main.main(new String[] {"export", "test:long-export", args[0]});
  }
}
