package dev.headwater.store.github.rest;

/**
 * What GitHub says of a repository.
 *
 * @param fullName {@code OWNER/NAME}, as it is called now
 * @param defaultBranch the branch that is used where none is named
 * @param writable whether GitHub says that the credential may write to it; of apps it says so
 *     wrongly, so this is for messages
 * @param archived whether it was made read-only
 */
public record RepositoryFacts(
    String fullName, String defaultBranch, boolean writable, boolean archived) {}
