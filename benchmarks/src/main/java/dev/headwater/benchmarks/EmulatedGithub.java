package dev.headwater.benchmarks;

import dev.headwater.github.emulator.GithubEmulator;
import dev.headwater.store.github.GithubStore;
import dev.headwater.store.github.GithubStoreConfig;
import dev.headwater.store.spi.StoreUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repository on an emulator of GitHub in this process, whose requests are counted. */
final class EmulatedGithub implements AutoCloseable {

  private final Path directory;
  private final GithubEmulator github;
  private final List<GithubStore> opened = new ArrayList<>();

  EmulatedGithub() throws IOException {
    directory = Files.createTempDirectory("headwater-github");
    github = GithubEmulator.over(directory.resolve("data.git")).start();
  }

  /** A store that looks at the branch as often as that, and commits at once. */
  GithubStore open(String poll) {
    StoreUri uri =
        StoreUri.parse(
            "github://%s/%s?poll=%s&commit-interval=1ms&timeout=10m"
                .formatted(github.endpoint().getAuthority(), github.repository(), poll));
    Map<String, String> token = Map.of("HEADWATER_GITHUB_TOKEN", github.token());
    GithubStore store = GithubStore.open(GithubStoreConfig.of(uri, token), InstantSource.system());
    opened.add(store);
    return store;
  }

  /** The requests that a call makes. */
  long requests(Samples.Call call) throws Exception {
    long before = github.requests().count();
    call.run();
    return github.requests().count() - before;
  }

  @Override
  public void close() throws IOException {
    opened.forEach(GithubStore::close);
    github.close();
    Directories.delete(directory);
  }
}
