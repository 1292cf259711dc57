package dev.headwater.cli;

import dev.headwater.cli.exit.CommandException;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.cli.output.Json;
import dev.headwater.store.Store;
import dev.headwater.store.github.GithubStore;
import dev.headwater.store.github.commits.Squashed;
import dev.headwater.store.github.rest.GithubAddress;
import dev.headwater.store.spi.StoreUri;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bounds the history of a repository. */
@Command(
    name = "squash",
    sortOptions = false,
    header = "Replaces a GitHub branch's history by one commit.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nEach batch of writes is a commit, so a branch's history grows with them. This puts one commit"
          + " with the same files in its place. What others write meanwhile is not lost, marks stay"
          + " good, and stores that are open go on. What older commits held is gone from the branch:"
          + " nobody can look it up there any more.",
      "%nThe branch is moved with force, which a protected one may not allow. Clones of it need 'git"
          + " fetch' and 'git reset --hard origin/BRANCH' afterwards. You are asked first."
    },
    footer = {
      "%nExamples:",
      "  headwater squash github:OWNER/REPO --dry-run",
      "  headwater squash 'github:OWNER/REPO?branch=data' --yes"
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
@SuppressWarnings("NullAway.Init") // picocli sets the parameters
final class SquashCommand extends Subcommand {

  private static final int SHORT_ID = 10;

  @Parameters(index = "0", paramLabel = "STORE", description = "The URI of a github: store.")
  private String uri;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Don't ask.")
  private boolean yes;

  @Override
  protected ExitCode run(Session session) {
    GithubStore store = opened(session);
    String branch = branch();
    store.head(); // who can't get at it is told so before being asked
    if (dryRun) {
      told(session, "would replace the history of %s by one commit".formatted(branch));
      return ExitCode.OK;
    }
    if (!yes) {
      requireConfirmed(session, branch);
    }
    store
        .squash()
        .ifPresentOrElse(done -> told(session, branch, done), () -> nothing(session, branch));
    return ExitCode.OK;
  }

  private GithubStore opened(Session session) {
    Store store = session.open(uri);
    if (store instanceof GithubStore github) {
      return github;
    }
    throw new CommandException(
        ExitCode.USAGE, "only github: stores have a history to squash, not " + store.name());
  }

  private String branch() {
    GithubAddress address = GithubAddress.of(StoreUri.parse(uri));
    return "%s in %s"
        .formatted(
            address.branch().map("branch '%s'"::formatted).orElse("the default branch"),
            address.location());
  }

  private static void requireConfirmed(Session session, String branch) {
    if (session.output().isJson()) {
      throw new CommandException(ExitCode.USAGE, "with --json nobody is asked; give --yes");
    }
    session
        .output()
        .warn(
            "the history of %s will be one commit; what older commits held is gone from it. Go on? (yes/no)"
                .formatted(branch));
    String answer = answer(session).strip().toLowerCase(Locale.ROOT);
    if (!answer.equals("yes") && !answer.equals("y")) {
      throw new CommandException(
          ExitCode.USAGE, "not squashed: the answer was not yes (or give --yes)");
    }
  }

  private static String answer(Session session) {
    try {
      String line =
          new BufferedReader(new InputStreamReader(session.input(), StandardCharsets.UTF_8))
              .readLine();
      return Optional.ofNullable(line).orElse("");
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNAVAILABLE, "standard input can't be read: " + e.getMessage(), e);
    }
  }

  private static void told(Session session, String what) {
    session.output().printText(what);
    session.output().printJson(Json.ofType("summary").with("squashed", false).with("told", what));
  }

  private static void told(Session session, String branch, Squashed done) {
    session
        .output()
        .printText(
            "squashed: %s is one commit, %s; it was at %s"
                .formatted(branch, shortened(done.commit()), shortened(done.replaced())));
    session
        .output()
        .printJson(
            Json.ofType("summary")
                .with("squashed", true)
                .with("commit", done.commit())
                .with("replaced", done.replaced())
                .with("sequence", done.sequence()));
  }

  private static void nothing(Session session, String branch) {
    told(session, "nothing to squash: %s has one commit at most".formatted(branch));
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }
}
