package dev.headwater.cli;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Json;
import dev.headwater.store.spi.Stores;
import picocli.CommandLine.Command;

/** Tells which stores there are. */
@Command(
    name = "stores",
    sortOptions = false,
    header = "Tells the URIs of all stores, with their parameters.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nA parameter is added to a URI as ?name=value, more of them with &. Passwords are never part"
          + " of a URI: they come from a file or the environment, as each store says."
    },
    optionListHeading = "%nOptions:%n")
final class StoresCommand extends Subcommand {

  @Override
  protected ExitCode run(Session session) {
    session.output().printText(HelpTexts.stores().stripTrailing());
    Stores.providers()
        .forEach(
            provider ->
                session
                    .output()
                    .printJson(
                        Json.ofType("store")
                            .with("schemes", provider.schemes())
                            .with("help", provider.help())));
    session.output().printJson(Json.ofType("summary").with("stores", Stores.providers().size()));
    return ExitCode.OK;
  }
}
