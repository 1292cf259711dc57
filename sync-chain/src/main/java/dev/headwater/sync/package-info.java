/**
 * Reconciles two stores: {@link dev.headwater.sync.Sync} copies between them what is newer, {@link
 * dev.headwater.sync.Check} compares them.
 *
 * <p>A run has three parts that know nothing of each other: the <b>march</b> walks both stores in
 * key order and finds differences, the <b>plan</b> is a pure function from a difference to an
 * action, and the <b>applier</b> carries actions out in batches. Because the only write is a merge,
 * a run may be repeated, interrupted, or happen twice at once, in any topology, and stamps are
 * never changed.
 *
 * <p>Absence is never a delete: only a tombstone removes a value.
 */
@NullMarked
package dev.headwater.sync;

import org.jspecify.annotations.NullMarked;
