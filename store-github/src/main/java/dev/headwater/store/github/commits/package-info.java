/**
 * The branch as this process knows it ({@code Branch}), how it learns of new commits ({@code
 * Follower}, {@code ColdLoad}) and how it makes them ({@code Committer}).
 */
@NullMarked
package dev.headwater.store.github.commits;

import org.jspecify.annotations.NullMarked;
