package dev.headwater.store.typed;

import dev.headwater.store.Key;
import dev.headwater.store.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * A key has a newer value, or was deleted.
 *
 * @param key the key
 * @param stamp who changed it and when
 * @param value the new value, or {@code null} if it was deleted or has expired already
 */
public record Change<V>(Key key, Stamp stamp, @Nullable V value) {}
