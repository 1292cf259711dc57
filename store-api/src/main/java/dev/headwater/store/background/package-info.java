/** Work that goes on while nobody waits: who runs it, when, and how often it tries. */
@NullMarked
package dev.headwater.store.background;

import org.jspecify.annotations.NullMarked;
