/** What only GitHub needs of the command: an emulator of it in the foreground. */
@NullMarked
package dev.headwater.cli.github;

import org.jspecify.annotations.NullMarked;
