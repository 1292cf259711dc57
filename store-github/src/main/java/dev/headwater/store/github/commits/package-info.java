/**
 * The branch as this process knows it ({@code Branch}), how it learns of new commits ({@code
 * History}), how it makes them ({@code Committer}) and how it drops old ones ({@code Squash}).
 */
@NullMarked
package dev.headwater.store.github.commits;

import org.jspecify.annotations.NullMarked;
