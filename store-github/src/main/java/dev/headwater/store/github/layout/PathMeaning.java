package dev.headwater.store.github.layout;

import dev.headwater.store.Key;

/** What a file of a repository is, as far as its path tells. */
public sealed interface PathMeaning {

  /** The file is the value of this key, unless the index says otherwise. */
  record OfKey(Key key) implements PathMeaning {}

  /**
   * The file is a part of a large value.
   *
   * @param path where the value's file would be if it were one
   * @param number which part, from 0
   */
  record Part(String path, int number) implements PathMeaning {}

  /** The file belongs to git, GitHub or the index: it is never written and nothing is said. */
  enum Ignored implements PathMeaning {
    IGNORED
  }

  /** The file is no key's: held, and reported with this reason. */
  record NoKey(String reason) implements PathMeaning {}
}
