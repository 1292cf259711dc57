package dev.headwater.cli;

import java.util.logging.LogManager;

/** How much of the libraries' logs reaches the terminal. */
final class Logging {

  private static final String PROPERTY = "org.slf4j.simpleLogger.";

  private Logging() {}

  enum Level {
    /** Nothing: a command tells in its own words what its user must know. */
    NONE("off", "off"),
    /** What Headwater itself logs. */
    MORE("info", "off"),
    /** Everything. */
    ALL("debug", "info");

    private final String own;
    private final String others;

    Level(String own, String others) {
      this.own = own;
      this.others = others;
    }
  }

  /** To be called before the first log; what the user has set already stays. */
  static void configure(Level level) {
    set("log.dev.headwater", level.own);
    set("defaultLogLevel", level.others);
    set("showThreadName", "false");
    set("showShortLogName", "true");
    if (level != Level.ALL) {
      LogManager.getLogManager().reset(); // gRPC and pgjdbc log there, to standard error
    }
  }

  private static void set(String name, String value) {
    if (System.getProperty(PROPERTY + name) == null) {
      System.setProperty(PROPERTY + name, value);
    }
  }
}
