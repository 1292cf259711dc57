/** What commands print: lines for people or JSON for programs, and how far they are. */
@NullMarked
package dev.headwater.cli.output;

import org.jspecify.annotations.NullMarked;
