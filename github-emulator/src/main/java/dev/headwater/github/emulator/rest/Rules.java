package dev.headwater.github.emulator.rest;

/** What the repository allows and how much the server can do, as it is now. */
public interface Rules {

  /** Whether the branch may be changed by pull requests only. */
  boolean isProtected(String branch);

  /** Whether there are files that nobody may change. */
  boolean restrictsFiles();

  /** Whether nobody may change this file. */
  boolean isRestricted(String path);

  /** Whether nothing may be changed. */
  boolean isArchived();

  /** The largest blob that is taken. */
  long maxBlobBytes();

  /** With more inline entries a tree takes too long. */
  int maxInlineEntries();

  /** With more bytes of inline contents a tree takes too long. */
  long maxInlineBytes();

  /** Longer listings of trees are truncated. */
  int maxTreeEntries();

  /** Larger listings of trees are truncated. */
  long maxTreeBytes();
}
