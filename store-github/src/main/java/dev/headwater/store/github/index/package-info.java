/** What is known of all entries of a repository, and what a commit does to it. Pure. */
@NullMarked
package dev.headwater.store.github.index;

import org.jspecify.annotations.NullMarked;
