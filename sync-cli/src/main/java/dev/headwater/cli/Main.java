package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.exit.Failure;
import dev.headwater.cli.output.Terminal;
import dev.headwater.store.spi.StoreEnvironment;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the {@code headwater} command begins and ends. */
public final class Main {

  private static final int OUTPUT_BUFFER_BYTES = 1 << 16;

  private Main() {}

  /** Runs one command and ends the process with its {@linkplain ExitCode exit code}. */
  public static void main(String[] args) {
    Ending ending = Ending.awaitedOnInterrupt(Thread.currentThread());
    int code = runOnSystem(args, ending);
    ending.reached();
    System.exit(code);
  }

  /** Runs one command on these streams; everything it opened is closed when it returns. */
  public static int run(String[] args, CommandEnvironment environment) {
    return run(args, environment, Ending.unannounced());
  }

  private static int runOnSystem(String[] args, Ending ending) {
    CommandEnvironment environment = system();
    try {
      return run(RawArguments.reread(args), environment, ending);
    } catch (CommandException e) {
      return told(e, environment);
    }
  }

  private static int run(String[] args, CommandEnvironment environment, Ending ending) {
    try {
      return HeadwaterCommandLine.create(environment, ending).execute(args);
    } catch (Error e) { // what is left when memory ends or a class is missing: a line, as always
      return ending.isAnnounced() ? ExitCode.INTERRUPTED.number() : told(e, environment);
    }
  }

  private static int told(Throwable error, CommandEnvironment environment) {
    Failure failure = Failure.of(error);
    environment.err().println("headwater: " + failure.message());
    return failure.code().number();
  }

  private static CommandEnvironment system() {
    StoreEnvironment stores = StoreEnvironment.system();
    return new CommandEnvironment(
        System.in,
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER_BYTES),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Terminal.detect(stores.variables()),
        stores);
  }
}
