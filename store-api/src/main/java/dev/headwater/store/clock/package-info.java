/** Where stamps come from. */
@NullMarked
package dev.headwater.store.clock;

import org.jspecify.annotations.NullMarked;
