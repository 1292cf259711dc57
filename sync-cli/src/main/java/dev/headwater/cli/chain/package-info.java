/** Chains that files describe, as commands open, watch and report them. */
@NullMarked
package dev.headwater.cli.chain;

import org.jspecify.annotations.NullMarked;
