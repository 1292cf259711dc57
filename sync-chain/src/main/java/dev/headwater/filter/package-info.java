/** Which keys pass: as a decision about a key, and as a store that shows no others. */
@NullMarked
package dev.headwater.filter;

import org.jspecify.annotations.NullMarked;
