package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments as the bytes that were given. Java reads them in the locale's encoding, and turns
 * what does not fit into question marks without a word: another key would be written.
 */
final class RawArguments {

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private RawArguments() {}

  /**
   * The arguments that Java read, read again as UTF-8 where they are more than plain ASCII.
   *
   * @throws CommandException if one is not UTF-8
   */
  static String[] reread(String[] args) {
    try {
      return Files.isReadable(COMMAND_LINE) ? reread(args, Files.readAllBytes(COMMAND_LINE)) : args;
    } catch (IOException e) {
      return args;
    }
  }

  /** The last of the command line's words, which end with NUL, in place of the arguments. */
  static String[] reread(String[] args, byte[] commandLine) {
    List<byte[]> words = words(commandLine);
    int first = words.size() - args.length;
    if (first < 0) {
      return args;
    }
    String[] read = args.clone();
    for (int i = 0; i < args.length; i++) {
      byte[] word = words.get(first + i);
      if (!isPlain(word)) {
        read[i] = decoded(word, i + 1);
      }
    }
    return read;
  }

  private static List<byte[]> words(byte[] commandLine) {
    List<byte[]> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        words.add(java.util.Arrays.copyOfRange(commandLine, start, i));
        start = i + 1;
      }
    }
    return words;
  }

  private static boolean isPlain(byte[] word) {
    for (byte b : word) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static String decoded(byte[] word, int number) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(word)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "argument %d is not UTF-8 (an unpaired surrogate is not, either)".formatted(number),
          e);
    }
  }
}
