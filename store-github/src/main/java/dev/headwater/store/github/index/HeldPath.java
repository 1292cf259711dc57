package dev.headwater.store.github.index;

/** A file that is no key's value, or can't be: left as it is, and reported with this reason. */
public record HeldPath(String path, String reason) {}
