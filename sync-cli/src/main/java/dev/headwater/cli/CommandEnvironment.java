package dev.headwater.cli;

import dev.headwater.cli.output.Terminal;
import dev.headwater.store.spi.StoreEnvironment;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What the command is given of the world.
 *
 * @param in standard input
 * @param out standard output; the command flushes it, and nobody closes it
 * @param err standard error
 * @param terminal what reads the output
 * @param stores the time and the environment variables
 */
public record CommandEnvironment(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Terminal terminal,
    StoreEnvironment stores) {}
