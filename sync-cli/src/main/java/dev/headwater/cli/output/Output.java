package dev.headwater.cli.output;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a command prints: data to standard output, everything else to standard error. Used by one
 * thread, except {@link #warn}, which any thread may call.
 */
public final class Output {

  private final OutputStream out;
  private final PrintStream err;
  private final Format format;

  public Output(OutputStream out, PrintStream err, Format format) {
    this.out = out;
    this.err = err;
    this.format = format;
  }

  public Format format() {
    return format;
  }

  public boolean isJson() {
    return format == Format.JSON;
  }

  /** Prints the line in the format. */
  public void print(Line line) {
    text(isJson() ? line.json().toString() : line.text());
  }

  /** Prints the line for programs; people don't see it. */
  public void printJson(Json json) {
    if (isJson()) {
      text(json.toString());
    }
  }

  /** Prints text for people; programs don't see it. */
  public void printText(String text) {
    if (!isJson()) {
      text(text);
    }
  }

  /** Prints the beginning of a line for people; programs don't see it. */
  public void printPart(String text) {
    if (!isJson()) {
      write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void text(String text) {
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes as they are.
   *
   * @throws ClosedOutputException if nobody reads them
   * @throws CommandException if they can't be written, as on a full disk
   */
  public void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Hands on what was printed so far. */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Tells people something that is not data, in a line of its own. */
  public synchronized void warn(String message) {
    err.println("headwater: " + Quoting.line(message));
    err.flush();
  }

  private static RuntimeException failed(IOException e) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("broken pipe") || lower.contains("closed")
        ? new ClosedOutputException(e)
        : new CommandException(
            ExitCode.UNAVAILABLE, "standard output can't be written: " + message, e);
  }
}
