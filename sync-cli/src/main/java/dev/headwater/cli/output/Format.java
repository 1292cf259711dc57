package dev.headwater.cli.output;

/** For whom a command prints. */
public enum Format {
  /** Lines for people. */
  TEXT,
  /** One JSON object per line, for programs. */
  JSON
}
