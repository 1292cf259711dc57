/** How a command ends: its exit code, and its one line of error. */
@NullMarked
package dev.headwater.cli.exit;

import org.jspecify.annotations.NullMarked;
