package dev.headwater.it.kill;

import java.util.Random;

/** A place in the life of a write where a process can die. */
enum KillPoint {
  /** The journal has not been given the write. */
  BEFORE_COMMIT,
  /** The journal has the write, and nobody has been told. */
  AFTER_COMMIT,
  /** The authority has not been given the write. */
  BEFORE_DECISION,
  /** The authority has decided, and its answer is lost. */
  AFTER_DECISION,
  /** Another layer has not been given the write. */
  BEFORE_SEND,
  /** Another layer has the write, and its answer is lost. */
  AFTER_SEND,
  /** The chain has returned, and the writer has told nobody. */
  BEFORE_ACKNOWLEDGEMENT,
  /** The writer has just told that the write is acknowledged. */
  AFTER_ACKNOWLEDGEMENT,
  /** The journal still has a write that the layers have. */
  BEFORE_POP,
  /** The journal has just dropped a write that the layers have. */
  AFTER_POP,
  /** The clock has run out of the stamps it had reserved. */
  BEFORE_RESERVE,
  /** The clock has reserved stamps and not used them. */
  AFTER_RESERVE,
  /** How far a feed was followed has not been noted. */
  BEFORE_MARK,
  /** How far a feed was followed has just been noted. */
  AFTER_MARK,
  /** A commit with files that are no text is on its way to GitHub, all in one request. */
  BEFORE_WHOLE_COMMIT,
  /** The branch has that commit, and the answer is lost. */
  AFTER_WHOLE_COMMIT,
  /** The files of a commit are on their way to GitHub. */
  BEFORE_TREE,
  /** GitHub has the files of a commit. */
  AFTER_TREE,
  /** A commit is on its way to GitHub, and no branch is to have it yet. */
  BEFORE_COMMIT_OBJECT,
  /** GitHub has a commit, and no branch has it. */
  AFTER_COMMIT_OBJECT,
  /** The branch is about to be moved to a commit, perhaps long after its maker is dead. */
  BEFORE_BRANCH,
  /** The branch has the commit, and the answer is lost. */
  AFTER_BRANCH;

  /** Whether it is GitHub that is waited for there. */
  boolean isRequest() {
    return compareTo(BEFORE_WHOLE_COMMIT) >= 0;
  }

  /** At which pass a thread stops here. */
  int pass(Random random) {
    return switch (this) {
      case BEFORE_RESERVE, AFTER_RESERVE -> 1; // once in ten seconds
      case BEFORE_MARK, AFTER_MARK -> 1 + random.nextInt(3);
      case BEFORE_WHOLE_COMMIT, AFTER_WHOLE_COMMIT, BEFORE_TREE, AFTER_TREE ->
          1 + random.nextInt(4);
      case BEFORE_COMMIT_OBJECT, AFTER_COMMIT_OBJECT, BEFORE_BRANCH, AFTER_BRANCH ->
          1 + random.nextInt(4);
      default -> 1 + random.nextInt(30);
    };
  }
}
