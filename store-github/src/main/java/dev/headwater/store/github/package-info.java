/**
 * A GitHub repository as a store: a value is a file, a merge of many entries is one commit, and a
 * person's commit is a change like any other. {@code docs/layout/github.md} describes the
 * repository.
 *
 * <p>Where to look: {@code layout} is what the files of a repository are called and say, {@code
 * index} what is known of all entries and what a commit does to it; both are pure. {@code rest} is
 * how GitHub is asked, {@code commits} how the branch is followed and moved on, {@code content}
 * what is kept of its files.
 */
@NullMarked
package dev.headwater.store.github;

import org.jspecify.annotations.NullMarked;
