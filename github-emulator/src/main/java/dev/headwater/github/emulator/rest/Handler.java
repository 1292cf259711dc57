package dev.headwater.github.emulator.rest;

import java.io.IOException;

/** Answers the calls of one route. */
@FunctionalInterface
interface Handler {
  Answer answer(Call call) throws IOException;
}
