/** The contents of files, kept by their Git ids, in memory and on disk. */
@NullMarked
package dev.headwater.store.github.content;

import org.jspecify.annotations.NullMarked;
