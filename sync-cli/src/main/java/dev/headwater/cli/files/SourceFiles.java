package dev.headwater.cli.files;

/** The files to import. */
public interface SourceFiles {

  /**
   * Shows the visitor each file. May be repeated, and then shows what is there at that time.
   *
   * @throws dev.headwater.cli.exit.CommandException if a directory or file can't be read
   */
  void visit(FileVisitor visitor);
}
