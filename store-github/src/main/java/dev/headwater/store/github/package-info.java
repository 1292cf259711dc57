/**
 * A GitHub repository as a store: a value is a file, a merge of many entries is one commit, and a
 * person's commit is a change like any other. {@code docs/layout/github.md} describes the
 * repository.
 *
 * <p>Where to look: {@code layout} is what the files of a repository are called and say, {@code
 * index} what is known of all entries and what a commit does to it. Both are pure.
 */
@NullMarked
package dev.headwater.store.github;

import org.jspecify.annotations.NullMarked;
