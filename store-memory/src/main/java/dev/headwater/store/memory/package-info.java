/**
 * A store in the memory of this process, on Caffeine: the uppermost layer of a chain, or, without a
 * bound, a scratch store.
 */
@NullMarked
package dev.headwater.store.memory;

import org.jspecify.annotations.NullMarked;
