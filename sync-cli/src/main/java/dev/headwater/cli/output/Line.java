package dev.headwater.cli.output;

/** Something to print, in both formats. */
public interface Line {

  /** For people; on one line, unless a command shows a table. */
  String text();

  /** For programs. */
  Json json();
}
