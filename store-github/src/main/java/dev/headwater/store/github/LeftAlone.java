package dev.headwater.store.github;

/**
 * Something that people committed and that is no entry.
 *
 * @param path the file
 * @param reason why it is none, and what to do
 */
public record LeftAlone(String path, String reason) {}
