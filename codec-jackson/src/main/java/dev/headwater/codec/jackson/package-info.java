/** Codecs that keep values as JSON, CBOR or Smile, through Jackson. */
@NullMarked
package dev.headwater.codec.jackson;

import org.jspecify.annotations.NullMarked;
