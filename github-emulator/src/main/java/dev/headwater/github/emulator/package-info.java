/**
 * A GitHub-compatible REST server over a bare Git repository, for tests and demonstrations.
 *
 * <p>{@link dev.headwater.github.emulator.GithubEmulator} starts it; {@link
 * dev.headwater.github.emulator.Faults}, {@link dev.headwater.github.emulator.RateLimits} and
 * {@link dev.headwater.github.emulator.SizeLimits} make it behave like GitHub where that hurts;
 * {@link dev.headwater.github.emulator.PersonCommits} is somebody who works on the same repository
 * with Git.
 */
@NullMarked
package dev.headwater.github.emulator;

import org.jspecify.annotations.NullMarked;
