/**
 * Deterministic simulation: several processes over shared stores, in one thread, with a virtual
 * clock, seeded randomness and every fault that a network, a disk and a process have.
 *
 * <p>A {@link dev.headwater.testkit.simulation.Node} is one life of a process: what it runs, sees
 * of the time and writes ends with it. It reaches {@link dev.headwater.testkit.simulation.Server}s
 * over {@linkplain dev.headwater.testkit.simulation.Connection connections} that fail before or
 * after the effect, and keeps a {@linkplain dev.headwater.testkit.simulation.Disk disk}. A {@link
 * dev.headwater.testkit.simulation.Ledger} knows every entry that was ever issued and where it has
 * been; a {@link dev.headwater.testkit.simulation.Client} uses a store and judges its answers.
 * {@link dev.headwater.testkit.simulation.Histories} runs many, and tells how to replay one.
 */
@NullMarked
package dev.headwater.testkit.simulation;

import org.jspecify.annotations.NullMarked;
