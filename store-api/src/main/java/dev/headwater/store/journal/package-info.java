/** Durable memory of one process: what it must not forget when it is killed. */
@NullMarked
package dev.headwater.store.journal;

import org.jspecify.annotations.NullMarked;
