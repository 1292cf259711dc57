package dev.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cli.exit.ExitCode;
import dev.headwater.store.Entry;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.testkit.Entries;
import dev.headwater.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** import and export. */
class FilesTest {

  private final Cli cli = new Cli();
  @TempDir Path temporary;

  private Path directory(String name) throws IOException {
    return Files.createDirectories(temporary.resolve(name));
  }

  private Path file(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> keys(String store) {
    return TestStores.held(store).stream()
        .filter(entry -> !entry.isTombstone())
        .map(entry -> entry.key().text())
        .toList();
  }

  /** All files below, with links, relative to it. */
  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found
          .filter(path -> !Files.isDirectory(path))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aDirectoryGoesInAndComesOutByteForByte() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 700; i++) { // more than two batches
      byte[] bytes = new byte[random.nextInt(20_000)];
      random.nextBytes(bytes);
      Path file = temporary.resolve("in/d%d/ключ %d.bin".formatted(i % 7, i));
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
    file("in/empty", "");
    String in = temporary.resolve("in").toString();
    String out = temporary.resolve("out").toString();

    Cli.Result imported = cli.run("import", in, "test:files-all").ended(ExitCode.OK);
    cli.run("export", "test:files-all", out).ended(ExitCode.OK);

    assertThat(imported.out()).startsWith("imported 701 files (");
    assertThat(files(temporary.resolve("out"))).isEqualTo(files(temporary.resolve("in")));
    for (String name : files(temporary.resolve("in"))) {
      assertThat(temporary.resolve("out").resolve(name))
          .hasSameBinaryContentAs(temporary.resolve("in").resolve(name));
    }
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() throws IOException {
    file("in/a", "1");
    file("in/b", "2");
    String in = temporary.resolve("in").toString();
    cli.run("import", in, "test:files-again").ended(ExitCode.OK);
    List<Entry> before = TestStores.held("files-again");
    file("in/b", "changed");

    Cli.Result again = cli.run("import", in, "test:files-again", "--json").ended(ExitCode.OK);

    assertThat(again.summary().get("imported").asInt()).isEqualTo(1);
    assertThat(again.summary().get("unchanged").asInt()).isEqualTo(1);
    assertThat(again.summary().get("held").asInt()).isZero();
    assertThat(again.summary().get("millis").isIntegralNumber()).isTrue();
    assertThat(TestStores.held("files-again").get(0)).isEqualTo(before.get(0));

    String out = temporary.resolve("out").toString();
    assertThat(
            cli.run("export", "test:files-again", out, "--json").summary().get("exported").asInt())
        .isEqualTo(2);
    Cli.Result second = cli.run("export", "test:files-again", out, "--json").ended(ExitCode.OK);
    assertThat(second.summary().get("exported").asInt()).isZero();
    assertThat(second.summary().get("unchanged").asInt()).isEqualTo(2);
  }

  @Test
  void aPrefixIsPutBeforeAndTakenAway() throws IOException {
    file("in/x/y", "1");

    cli.run("import", temporary.resolve("in").toString(), "test:files-prefix", "--prefix", "docs/")
        .ended(ExitCode.OK);
    TestStores.hold("files-prefix", Entries.value("other", 1, "v"));
    cli.run("export", "test:files-prefix", temporary.resolve("out").toString(), "--prefix", "docs/")
        .ended(ExitCode.OK);

    assertThat(keys("files-prefix")).containsExactly("docs/x/y", "other");
    assertThat(files(temporary.resolve("out"))).containsExactly("x/y");
  }

  @Test
  void globsChooseFilesAndKeys() throws IOException {
    file("in/.git/config", "1");
    file("in/a.md", "1");
    file("in/b.txt", "1");
    String in = temporary.resolve("in").toString();

    cli.run("import", in, "test:files-globs", "--exclude", ".git/**", "--include", "*.md")
        .ended(ExitCode.OK);

    assertThat(keys("files-globs")).containsExactly("a.md");
    Path out = temporary.resolve("out");
    cli.run("export", "test:files-globs", out.toString(), "--exclude", "**").ended(ExitCode.OK);
    assertThat(files(out)).isEmpty();
  }

  @Test
  void aFileOverTheLimitStopsAnImportBeforeTheFirstWrite() throws IOException {
    for (int i = 0; i < 600; i++) {
      file("in/a%d".formatted(i), "fine");
    }
    file("in/z", "too long");

    cli.run("import", temporary.resolve("in").toString(), "test:files-limit?max-value-bytes=5")
        .ended(ExitCode.REFUSED)
        .withOneLine("'z'", "8 bytes", "at most 5 bytes", "nothing was written");

    assertThat(TestStores.held("files-limit")).isEmpty();
  }

  @Test
  void linksAreFollowedOnlyWithinTheDirectory() throws IOException {
    file("secret/passwd", "secret");
    file("in/real", "real");
    Path in = directory("in");
    Files.createSymbolicLink(in.resolve("inside"), Path.of("real"));
    Files.createSymbolicLink(in.resolve("outside"), Path.of("../secret/passwd"));
    Files.createSymbolicLink(in.resolve("directory"), Path.of("../secret"));
    Files.createSymbolicLink(in.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(in.resolve("broken"), Path.of("nowhere"));

    Cli.Result result =
        cli.run("import", in.toString(), "test:files-links").ended(ExitCode.DIFFERENT);

    assertThat(keys("files-links")).containsExactly("inside", "real");
    assertThat(result.err().lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).startsWith("headwater: held back '"));
    assertThat(result.out()).startsWith("imported 2 files").contains("4 held back");
  }

  @Test
  void namesThatAreNoKeysAreHeldBackAndTheOthersGoOn() throws IOException, InterruptedException {
    file("in/good", "1");
    Path in = directory("in");
    String deep = ("x".repeat(200) + "/").repeat(6);
    Files.createDirectories(in.resolve(deep));
    Files.writeString(in.resolve(deep + "too-long-a-key"), "1");
    shell(in, "printf x > \"$(printf 'bad\\377name')\"; mkfifo pipe");

    Cli.Result result =
        cli.run("import", in.toString(), "test:files-names", "--json").ended(ExitCode.DIFFERENT);

    assertThat(keys("files-names")).containsExactly("good");
    assertThat(result.summary().get("held").asInt()).isEqualTo(3);
    assertThat(result.out())
        .contains("its name is not UTF-8", "key is too long", "no regular file");
  }

  private static void shell(Path directory, String script)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void whatIsCorruptIsHeldBackAndKept() throws IOException {
    file("in/bad", "1");
    file("in/good", "1");
    TestStores.corrupt("files-corrupt", "bad");

    cli.run("import", temporary.resolve("in").toString(), "test:files-corrupt")
        .ended(ExitCode.DIFFERENT)
        .withOneLine("held back 'bad'", "no record");
    cli.run("export", "test:files-corrupt", temporary.resolve("out").toString())
        .ended(ExitCode.DIFFERENT)
        .withOneLine("held back 'bad'", "no record");

    assertThat(keys("files-corrupt")).containsExactly("good");
    assertThat(files(temporary.resolve("out"))).containsExactly("good");
  }

  @Test
  void aStoreThatDiesMidBatchEndsItAndASecondRunDoesTheRest() throws IOException {
    for (int i = 0; i < 600; i++) {
      file("in/f%03d".formatted(i), "text " + i);
    }
    String in = temporary.resolve("in").toString();
    TestStores.fail("files-dying", faults -> faults.failNth(Operation.MERGE_ALL, 2));

    Cli.Result broken =
        cli.run("import", in, "test:files-dying", "--json").ended(ExitCode.UNAVAILABLE);

    assertThat(broken.err()).hasLineCount(1).contains("scripted");
    assertThat(broken.summary().get("imported").asInt()).isEqualTo(256);
    assertThat(broken.summary().get("exitCode").asInt()).isEqualTo(3);
    TestStores.fail("files-dying", faults -> {});
    Cli.Result rest = cli.run("import", in, "test:files-dying", "--json").ended(ExitCode.OK);
    assertThat(rest.summary().get("imported").asInt()).isEqualTo(344);
    assertThat(rest.summary().get("unchanged").asInt()).isEqualTo(256);
  }

  @Test
  void anUnknownOutcomeIsMendedByASecondRun() throws IOException {
    file("in/a", "1");
    String in = temporary.resolve("in").toString();
    TestStores.fail("files-unknown", faults -> faults.failAfter(Operation.MERGE_ALL, 1));

    cli.run("import", in, "test:files-unknown").ended(ExitCode.UNAVAILABLE);

    TestStores.fail("files-unknown", faults -> {});
    Cli.Result again = cli.run("import", in, "test:files-unknown", "--json").ended(ExitCode.OK);
    assertThat(again.summary().get("unchanged").asInt()).isEqualTo(1);
  }

  @Test
  void aDeadStoreLeavesNoEmptyDirectory() {
    TestStores.refuse("files-dead", s -> new StoreUnavailableException(s, "it is away"));
    Path out = temporary.resolve("out");

    Cli.Result result =
        cli.run("export", "test:files-dead", out.toString()).ended(ExitCode.UNAVAILABLE);

    assertThat(result.err()).contains("it is away").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escape",
        "..",
        ".",
        "a/../../escape",
        "a/..",
        "./a",
        "a/./b",
        "/etc/escape",
        "/",
        "//escape",
        "a//b",
        "a/",
        "a\\..\\..\\escape",
        "..\\escape",
        "\\escape",
        "C:\\escape"
      })
  void keysThatLeadElsewhereAreHeldBack(String key) throws IOException {
    String store = "files-escape-" + Integer.toHexString(key.hashCode());
    TestStores.hold(store, Entries.value(key, 1, "bad"), Entries.value("good", 1, "fine"));
    Path out = directory("deep/down/out");

    cli.run("export", "test:" + store, out.toString())
        .ended(ExitCode.DIFFERENT)
        .withOneLine("held back");

    assertThat(files(temporary)).containsExactly("deep/down/out/good");
    assertThat(Path.of("/etc/escape")).doesNotExist();
  }

  @Test
  void oddNamesThatStayInsideAreExported() throws IOException {
    List<String> names =
        List.of("...", "a b", "-rf", "~", "$HOME", "a\nb", "\ud83d\ude00", "..a/b..");
    names.forEach(name -> TestStores.hold("files-odd", Entries.value(name, 1, name)));
    Path out = temporary.resolve("out");

    cli.run("export", "test:files-odd", out.toString()).ended(ExitCode.OK);

    assertThat(files(out)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void aNameLongerThanFilesMayHaveIsHeldBack() throws IOException {
    TestStores.hold("files-name", Entries.value("x".repeat(256), 1, "v"));
    TestStores.hold("files-name", Entries.value("\u20ac".repeat(86) + "/a", 1, "v"));
    TestStores.hold("files-name", Entries.value("y".repeat(255), 1, "v"));
    Path out = temporary.resolve("out");

    cli.run("export", "test:files-name", out.toString()).ended(ExitCode.DIFFERENT);

    assertThat(files(out)).containsExactly("y".repeat(255));
  }

  @Test
  void aFileAndADirectoryOfOneNameCollide() throws IOException {
    TestStores.hold("files-collide", Entries.value("a", 1, "file"), Entries.value("a/b", 1, "v"));
    Path out = temporary.resolve("out");

    cli.run("export", "test:files-collide", out.toString())
        .ended(ExitCode.DIFFERENT)
        .withOneLine("held back 'a/b'", "'a' is a file");

    assertThat(files(out)).containsExactly("a");
    Path other = directory("other/a");
    cli.run("export", "test:files-collide", other.getParent().toString())
        .ended(ExitCode.DIFFERENT)
        .withOneLine("held back 'a'", "a directory has its name");
    assertThat(files(temporary.resolve("other"))).containsExactly("a/b");
  }

  @Test
  void noLinkIsFollowedOrReplacedByAnExport() throws IOException {
    TestStores.hold("files-through", Entries.value("dir/a", 1, "v"), Entries.value("link", 1, "v"));
    Path out = directory("out");
    Path outside = directory("outside");
    Path victim = file("victim", "precious");
    Files.createSymbolicLink(out.resolve("dir"), outside);
    Files.createSymbolicLink(out.resolve("link"), victim);

    Cli.Result result =
        cli.run("export", "test:files-through", out.toString()).ended(ExitCode.DIFFERENT);

    assertThat(result.err()).hasLineCount(2);
    assertThat(files(outside)).isEmpty();
    assertThat(victim).hasContent("precious");
    assertThat(out.resolve("link")).isSymbolicLink();
  }

  @Test
  void otherBytesAreReplacedAndOtherFilesStay() throws IOException {
    TestStores.hold("files-replace", Entries.value("a", 1, "new"));
    file("out/a", "old and longer");
    file("out/own", "mine");

    cli.run("export", "test:files-replace", temporary.resolve("out").toString()).ended(ExitCode.OK);

    assertThat(temporary.resolve("out/a")).hasContent("new");
    assertThat(temporary.resolve("out/own")).hasContent("mine");
    assertThat(files(temporary.resolve("out"))).containsExactly("a", "own");
  }

  @Test
  void aDirectoryThatCanNotBeMadeIsAnError() throws IOException {
    TestStores.hold("files-target", Entries.value("a", 1, "v"));
    Path file = file("taken", "mine");

    Cli.Result result =
        cli.run("export", "test:files-target", file.toString()).ended(ExitCode.UNAVAILABLE);

    assertThat(result.err()).hasLineCount(1).contains("can't be made a directory");
    assertThat(file).hasContent("mine");
  }

  @Test
  void verboseNamesEachFile() throws IOException {
    file("in/a", "1");

    Cli.Result in =
        cli.run("import", "-v", temporary.resolve("in").toString(), "test:files-verbose");
    Cli.Result out =
        cli.run("export", "-v", "test:files-verbose", temporary.resolve("out").toString());

    assertThat(in.lines()).first().isEqualTo("imported a");
    assertThat(out.lines()).first().isEqualTo("exported a");
  }
}
