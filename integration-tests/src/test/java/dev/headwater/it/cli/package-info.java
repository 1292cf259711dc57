/** The {@code headwater} command on real servers. */
@NullMarked
package dev.headwater.it.cli;

import org.jspecify.annotations.NullMarked;
