/** Ready-made codecs that need nothing but the JDK. */
@NullMarked
package dev.headwater.store.codec;

import org.jspecify.annotations.NullMarked;
