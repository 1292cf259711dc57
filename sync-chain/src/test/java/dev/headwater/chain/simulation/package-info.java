/**
 * Chains in a deterministic simulation: processes, crashes, outages and every other fault, judged
 * by the laws of chains after every step and after healing.
 */
@NullMarked
package dev.headwater.chain.simulation;

import org.jspecify.annotations.NullMarked;
