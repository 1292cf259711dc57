package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Amounts;
import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a value, but not more than its store takes. */
record ValueLimit(Store store, Key key) {

  byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CommandException(ExitCode.USAGE, "--file: '%s' is a directory".formatted(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.USAGE, "--file: there is no '%s'".formatted(file), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "--file: '%s' can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  byte[] read(InputStream in) throws IOException {
    return checked(in.readNBytes((int) Math.min(maxBytes() + 1, Integer.MAX_VALUE - 8)));
  }

  byte[] checked(byte[] value) {
    if (value.length > maxBytes()) {
      throw new CommandException(
          ExitCode.REFUSED,
          "%s: put of %s: the value has more than %s, the most that this store takes; nothing was written"
              .formatted(store.name(), Quoting.quoted(key.text()), Amounts.bytes(maxBytes())));
    }
    return value;
  }

  private long maxBytes() {
    return store.capabilities().limits().maxValueBytes();
  }
}
