package dev.headwater.cli.files;

/** Is shown the files of a directory, in no order. */
public interface FileVisitor {

  /** A file that can be a value. */
  void file(SourceFile file);

  /** Something that can't. */
  void heldBack(HeldBack held);
}
