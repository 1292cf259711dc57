/** Everything together, on real servers. */
@NullMarked
package dev.headwater.it;

import org.jspecify.annotations.NullMarked;
