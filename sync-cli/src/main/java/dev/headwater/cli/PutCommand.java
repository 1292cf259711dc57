package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.EntryLine;
import dev.headwater.cli.output.Json;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import dev.headwater.store.codec.Codecs;
import dev.headwater.store.typed.Receipt;
import dev.headwater.store.typed.TypedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes something a key's value. */
@Command(
    name = "put",
    sortOptions = false,
    header = "Makes a text, a file or standard input a key's value.",
    synopsisHeading = "%nUsage: ",
    description = "%nPrints the stamp and the size of what was written.",
    footer = {
      "%nExamples:",
      "  headwater put etcd://localhost/app greeting hello",
      "  headwater put etcd://localhost/app logo.png --file logo.png",
      "  date | headwater put etcd://localhost/app now - --ttl 30s",
      "  headwater put etcd://localhost/app -- -odd-key -5"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class PutCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "STORE", description = "The store's URI.")
  private String store;

  @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
  private Key key;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value as text, or - for standard input.")
  private Optional<String> text = Optional.empty();

  @Option(names = "--file", paramLabel = "FILE", description = "Take the value from this file.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "Let the value expire after this time, such as 30s or 7d.")
  private Optional<Duration> lifetime = Optional.empty();

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "The name stored beside the value: by default utf-8 for text, else bytes.")
  private Optional<String> encoding = Optional.empty();

  @Override
  protected ExitCode run(Session session) throws IOException {
    if (text.isPresent() == file.isPresent()) {
      throw new CommandException(
          ExitCode.USAGE, "put takes one of: VALUE as text, - for standard input, --file FILE");
    }
    NamedBytesCodec codec = codec();
    Store opened = session.open(store);
    byte[] value = value(session, new ValueLimit(opened, key));
    TypedStore<byte[]> view = TypedStore.of(opened, codec, session.clock(opened));
    Receipt receipt =
        lifetime.isPresent() ? view.put(key, value, lifetime.get()) : view.put(key, value);
    EncodedValue written = EncodedValue.owned(value, codec.encoding(), EncodedValue.NEVER);
    EntryLine line =
        new EntryLine(Entry.of(key, receipt.stamp(), written), session.time().millis());
    Json json = line.json();
    lifetime.ifPresent(time -> json.with("ttlMillis", time.toMillis()));
    session.output().printText(line.text());
    session.output().printJson(json);
    session.output().printJson(Json.ofType("summary").with("written", 1));
    return ExitCode.OK;
  }

  private boolean isText() {
    return text.isPresent() && !text.get().equals("-");
  }

  private NamedBytesCodec codec() {
    try {
      return new NamedBytesCodec(encoding.orElse(isText() ? "utf-8" : "bytes"));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--encoding: " + e.getMessage(), e);
    }
  }

  private byte[] value(Session session, ValueLimit limit) throws IOException {
    if (file.isPresent()) {
      return limit.read(file.get());
    }
    return isText()
        ? limit.checked(Codecs.utf8().encode(text.orElseThrow()))
        : limit.read(session.input());
  }
}
