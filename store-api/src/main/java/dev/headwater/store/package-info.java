/**
 * The contract between Headwater and a place that keeps data.
 *
 * <p><b>A store is an ordered map of keys to entries, and the only write is a merge.</b> A merge
 * keeps whichever of two entries {@linkplain dev.headwater.store.EntryOrder supersedes} the other;
 * repeating it changes nothing. Retrying after an ambiguous error, backfilling a cache, writing
 * behind and synchronizing in any topology are safe because of this one law.
 *
 * <p>Glossary:
 *
 * <ul>
 *   <li><b>Entry</b>: a {@link dev.headwater.store.Key}, a {@link dev.headwater.store.Stamp} and a
 *       {@link dev.headwater.store.Content}, which is a value or a tombstone.
 *   <li><b>Tombstone</b>: a recorded deletion. It is data: it is listed, fed, copied and compared.
 *       Absence is not data and says nothing.
 *   <li><b>Delete</b> writes a tombstone; <b>expire</b> is the passing of a value's absolute time;
 *       <b>evict</b> is a cache making room; <b>invalidate</b> drops a cached copy; <b>purge</b>
 *       makes a store forget. The last three mean <em>forgotten</em>, never <em>deleted</em>.
 *   <li><b>Stamp</b>: when and by whom a write was made, issued once and never changed by copying.
 *   <li><b>Mark</b>: a position in one store's own commit order. Never a stamp.
 * </ul>
 *
 * <p>Users do not work with this package directly: they use {@link
 * dev.headwater.store.typed.TypedStore}.
 */
@NullMarked
package dev.headwater.store;

import org.jspecify.annotations.NullMarked;
