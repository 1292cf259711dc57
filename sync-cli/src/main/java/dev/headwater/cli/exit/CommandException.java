package dev.headwater.cli.exit;

import org.jspecify.annotations.Nullable;

/** A command can't do what it was asked for; the message is the line that its user reads. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode code;

  public CommandException(ExitCode code, String message) {
    this(code, message, null);
  }

  public CommandException(ExitCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What the process ends with. */
  public ExitCode code() {
    return code;
  }
}
