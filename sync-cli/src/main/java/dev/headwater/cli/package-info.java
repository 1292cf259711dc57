/**
 * The {@code headwater} command: {@link dev.headwater.cli.Main}, and a class for each of its
 * commands. What commands print is in {@code output}, how they end in {@code exit}.
 */
@NullMarked
package dev.headwater.cli;

import org.jspecify.annotations.NullMarked;
