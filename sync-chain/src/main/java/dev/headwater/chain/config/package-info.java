/**
 * A chain as a file describes it: {@link dev.headwater.chain.config.ChainFile} reads and checks the
 * file, and opens nothing. The file is TOML 1.0; {@code docs/chain-file.md} is its reference.
 *
 * <p>Every mistake is told with its line and what was expected, all of a file at once.
 */
@NullMarked
package dev.headwater.chain.config;

import org.jspecify.annotations.NullMarked;
