/**
 * What it takes to prove that something is a store: the {@linkplain
 * dev.headwater.testkit.StoreContract contract suite}, an {@linkplain
 * dev.headwater.testkit.ReferenceStore executable specification}, wrappers that {@linkplain
 * dev.headwater.testkit.RecordingStore record} and {@linkplain dev.headwater.testkit.FaultyStore
 * fail}, and a manual {@linkplain dev.headwater.testkit.ManualBackground clock, timer and
 * executor}.
 *
 * <p>A store's test is one class:
 *
 * <pre>{@code
 * class MemoryStoreContractTest extends StoreContract {
 *   @Override
 *   protected StoreFixture fixture() {
 *     return new MemoryFixture();
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.headwater.testkit;

import org.jspecify.annotations.NullMarked;
