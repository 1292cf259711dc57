/** Tests of filters. */
@NullMarked
package dev.headwater.filter;

import org.jspecify.annotations.NullMarked;
