/** Tests of chains, single-threaded under a manual clock unless they are about threads. */
@NullMarked
package dev.headwater.chain;

import org.jspecify.annotations.NullMarked;
