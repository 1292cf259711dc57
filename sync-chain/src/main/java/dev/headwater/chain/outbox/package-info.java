/**
 * What a chain has accepted and still owes to its layers: in memory, and in a journal that survives
 * the process if it is given one.
 */
@NullMarked
package dev.headwater.chain.outbox;

import org.jspecify.annotations.NullMarked;
