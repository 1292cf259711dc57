/**
 * Measurements of Headwater beside what it is built on, in one run on one machine. {@code
 * benchmarks/run} builds and starts them.
 */
@NullMarked
package dev.headwater.benchmarks;

import org.jspecify.annotations.NullMarked;
