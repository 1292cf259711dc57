/** What the files of a repository are called, and what those of the index say. Pure. */
@NullMarked
package dev.headwater.store.github.layout;

import org.jspecify.annotations.NullMarked;
