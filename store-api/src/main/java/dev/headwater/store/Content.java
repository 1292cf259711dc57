package dev.headwater.store;

/** What an entry says of its key: it has a {@link EncodedValue value}, or it was deleted. */
public sealed interface Content permits EncodedValue, Tombstone {}
