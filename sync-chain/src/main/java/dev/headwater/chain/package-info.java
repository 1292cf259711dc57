/**
 * Several stores as one: misses walk down, writes go down, changes flow back up.
 *
 * <p>{@link dev.headwater.chain.ChainStore} is itself a {@link dev.headwater.store.Store}. Reading
 * is {@code ChainReader} (which decides by the pure {@code Walk}), writing is {@code ChainWriter},
 * flowing back is {@code Follower}. What this process must never forget of its own reads and writes
 * is in {@code LocalCopies}.
 */
@NullMarked
package dev.headwater.chain;

import org.jspecify.annotations.NullMarked;
