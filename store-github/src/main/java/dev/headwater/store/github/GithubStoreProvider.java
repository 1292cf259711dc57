package dev.headwater.store.github;

import dev.headwater.store.Store;
import dev.headwater.store.spi.StoreEnvironment;
import dev.headwater.store.spi.StoreProvider;
import dev.headwater.store.spi.StoreUri;
import java.util.List;

/** Opens stores with the URI scheme {@code github}. */
public final class GithubStoreProvider implements StoreProvider {

  @Override
  public List<String> schemes() {
    return List.of("github");
  }

  @Override
  public List<String> help() {
    return List.of(
        "github:OWNER/REPO  a repository; github://HOST/OWNER/REPO if not on github.com",
        "branch=NAME          the branch (default: the repository's default branch)",
        "endpoint=URL         the address of the API, where HOST does not give it",
        "token-file=FILE      a file with the token (default: the environment variable",
        "                     HEADWATER_GITHUB_TOKEN or, for github.com, GITHUB_TOKEN)",
        "app=ID installation=ID key-file=FILE",
        "                     an app's installation instead of a token",
        "limits=github|server whose limits are kept to",
        "mode=rw|ro           ro only reads (default rw)",
        "timeout=60s          the deadline of one operation",
        "poll=10s             how often the branch is looked at",
        "commit-interval=1s   the least time between two commits",
        "max-value-bytes=N    the longest value (default 104857600)",
        "memory-bytes=N       contents kept in memory (default 67108864)",
        "cache=DIR            a directory that keeps contents for the next process",
        "cache-bytes=N        contents kept there (default 1073741824)");
  }

  @Override
  public Store open(StoreUri uri, StoreEnvironment environment) {
    return GithubStore.open(GithubStoreConfig.of(uri, environment.variables()), environment.time());
  }
}
