/** GitHub's REST routes over a repository, as functions from a call to an answer. */
@NullMarked
package dev.headwater.github.emulator.rest;

import org.jspecify.annotations.NullMarked;
