package dev.headwater.store.github.commits;

/**
 * What a squash came to.
 *
 * @param replaced the commit at which the branch was; GitHub gives it out by its id until it cleans
 *     up
 * @param commit the commit at which it is now, which has the same files and no parent
 * @param sequence the number that both have
 */
public record Squashed(String replaced, String commit, long sequence) {}
