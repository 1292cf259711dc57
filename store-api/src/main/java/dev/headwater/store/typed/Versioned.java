package dev.headwater.store.typed;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;

/**
 * A value with what is known of it.
 *
 * @param key its key
 * @param value the value
 * @param stamp who wrote it and when; {@link TypedStore#replace} expects it
 * @param expiresAtMillis when it expires, in milliseconds since 1970, or {@link
 *     dev.headwater.store.EncodedValue#NEVER}
 */
public record Versioned<V>(Key key, V value, Stamp stamp, long expiresAtMillis) {}
