/**
 * Write-behind, by Headwater and by others, before the same slow remote: how fast writes are
 * acknowledged, and what becomes of them when the process is killed or the remote is away.
 *
 * <p>Every contender runs in a process of its own, which can be killed; {@link
 * dev.headwater.benchmarks.behind.Child} is its program. The remote is a {@link
 * dev.headwater.benchmarks.behind.Sink} in that process, whose file survives it.
 */
@NullMarked
package dev.headwater.benchmarks.behind;

import org.jspecify.annotations.NullMarked;
