package dev.headwater.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.cli.exit.ExitCode;
import dev.headwater.it.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command on real etcd and SQL. */
class CliIT {

  @TempDir Path directory;

  static Stream<String> stores() {
    return Stream.of(Servers.etcdUri(Servers.freshName()), Servers.sqlUri(Servers.freshName()));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aValueIsWrittenReadListedAndDeleted(String store) {
    Cli.run("put", store, "a/ключ", "значение").ended(ExitCode.OK);
    Cli.run("put", store, "--ttl", "1h", "--", "-b", "2").ended(ExitCode.OK);

    assertThat(Cli.run("get", store, "a/ключ").ended(ExitCode.OK).out()).isEqualTo("значение");
    assertThat(Cli.run("ls", store).lines()).containsExactly("-b", "a/ключ");
    JsonNode entry = Cli.Result.object(Cli.run("get", store, "--json", "--", "-b").lines().get(0));
    assertThat(entry.get("value").asText()).isEqualTo("2");
    assertThat(entry.has("expiresAt")).isTrue();

    Cli.run("rm", store, "a/ключ").ended(ExitCode.OK);
    Cli.run("get", store, "a/ключ").ended(ExitCode.DIFFERENT).withOneLine("has no value");
    assertThat(Cli.run("ls", "-la", store).lines()).last().asString().contains("deleted");
  }

  @Test
  void filesGoThroughBothStoresAndComeOutByteForByte() throws IOException {
    Path in = directory.resolve("in");
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      Path file = in.resolve("d" + i % 5).resolve("f" + i);
      Files.createDirectories(file.getParent());
      byte[] bytes = new byte[random.nextInt(30_000)];
      random.nextBytes(bytes);
      Files.write(file, bytes);
    }
    String etcd = Servers.etcdUri(Servers.freshName());
    String sql = Servers.sqlUri(Servers.freshName());

    Cli.run("import", in.toString(), etcd).ended(ExitCode.OK);
    JsonNode synced = Cli.run("sync", etcd, sql, "--json").ended(ExitCode.OK).summary();
    JsonNode again = Cli.run("sync", etcd, sql, "--two-way", "--json").ended(ExitCode.OK).summary();
    JsonNode checked = Cli.run("check", etcd, sql, "--json").ended(ExitCode.OK).summary();
    Path out = directory.resolve("out");
    Cli.run("export", sql, out.toString()).ended(ExitCode.OK);

    assertThat(synced.get("copied").asInt()).isEqualTo(400);
    assertThat(again.get("copied").asInt()).isZero();
    assertThat(again.get("unchanged").asInt()).isEqualTo(400);
    assertThat(checked.get("equal").asInt()).isEqualTo(400);
    assertThat(files(out)).isEqualTo(files(in));
    for (String name : files(in)) {
      assertThat(out.resolve(name)).hasSameBinaryContentAs(in.resolve(name));
    }
    assertThat(Cli.run("import", in.toString(), sql, "--json").summary().get("unchanged").asInt())
        .isEqualTo(400);
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void storesThatDifferEndACheckWithOne() {
    String etcd = Servers.etcdUri(Servers.freshName());
    String sql = Servers.sqlUri(Servers.freshName());
    Cli.run("put", etcd, "a", "1").ended(ExitCode.OK);
    Cli.run("put", sql, "a", "2").ended(ExitCode.OK);
    Cli.run("put", sql, "b", "2").ended(ExitCode.OK);

    JsonNode summary = Cli.run("check", etcd, sql, "--json").ended(ExitCode.DIFFERENT).summary();

    assertThat(summary.get("differ").asInt()).isEqualTo(1);
    assertThat(summary.get("onlyInTarget").asInt()).isEqualTo(1);
    assertThat(summary.get("equal").asInt()).isZero();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void tooManyDeletesAreRefusedBeforeTheFirstWrite(String source) {
    String target = Servers.etcdUri(Servers.freshName());
    for (String key : List.of("a", "b", "c")) {
      Cli.run("put", source, key, "v").ended(ExitCode.OK);
    }
    Cli.run("sync", source, target).ended(ExitCode.OK);
    Cli.run("rm", source, "a", "b").ended(ExitCode.OK);
    Cli.run("put", source, "new", "v").ended(ExitCode.OK);

    Cli.run("sync", source, target, "--max-delete", "1").ended(ExitCode.REFUSED).withOneLine("2");

    assertThat(Cli.run("ls", target).lines()).containsExactly("a", "b", "c");
    Cli.run("sync", source, target, "--max-delete", "2").ended(ExitCode.OK);
    assertThat(Cli.run("ls", target).lines()).containsExactly("c", "new");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aWatchSeesWhatOthersWrite(String store) throws Exception {
    Cli.run("put", store, "before", "v").ended(ExitCode.OK);
    CompletableFuture<Cli.Result> watch =
        CompletableFuture.supplyAsync(
            () -> Cli.run("watch", store, "w/", "--count", "2", "--for", "30s", "--json"));
    // The watch is begun at some time from now on: what is written until it ends, it sees in the
    // end.
    int writes = 0;
    while (!watch.isDone()) {
      writes++;
      Cli.run("put", store, "w/" + writes, "v").ended(ExitCode.OK);
      Cli.run("put", store, "other/" + writes, "v").ended(ExitCode.OK);
    }

    Cli.Result result = watch.get(1, TimeUnit.SECONDS).ended(ExitCode.OK);

    assertThat(result.summary().get("changes").asInt()).isEqualTo(2);
    assertThat(result.out()).contains("\"key\":\"w/").doesNotContain("other/", "before");
  }
}
