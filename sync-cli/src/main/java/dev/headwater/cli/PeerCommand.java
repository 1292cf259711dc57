package dev.headwater.cli;

import dev.headwater.cli.demo.Peer;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Key;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The second process of the demonstration. */
@Command(name = Peer.COMMAND, hidden = true, header = "The demonstration's second process.")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class PeerCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "ETCD")
  private String etcd;

  @Parameters(index = "1", paramLabel = "SQL")
  private String sql;

  @Parameters(index = "2", paramLabel = "KEY")
  private Key key;

  @Override
  protected ExitCode run(Session session) throws IOException {
    new Peer(session.stores(), session.output()).look(etcd, sql, key, session.input());
    return ExitCode.OK;
  }
}
