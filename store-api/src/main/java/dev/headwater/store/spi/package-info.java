/** How a store is found and opened by its URI. */
@NullMarked
package dev.headwater.store.spi;

import org.jspecify.annotations.NullMarked;
