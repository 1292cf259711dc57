package dev.headwater.store.github.index;

import org.jspecify.annotations.Nullable;

/**
 * What people's commits made of a path. A renamed file is two of these.
 *
 * @param path the path
 * @param now what is there now; {@code null} if nothing is any more
 * @param author who did it, if that is known better than by the last commit
 */
public record Difference(String path, @Nullable FoundFile now, @Nullable String author) {}
