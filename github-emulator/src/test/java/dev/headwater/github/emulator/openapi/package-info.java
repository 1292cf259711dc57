/** Holds an emulator's exchanges against GitHub's own description of its API. */
@NullMarked
package dev.headwater.github.emulator.openapi;

import org.jspecify.annotations.NullMarked;
