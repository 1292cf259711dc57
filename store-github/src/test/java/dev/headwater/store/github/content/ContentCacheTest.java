package dev.headwater.store.github.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.github.layout.GitHash;
import dev.headwater.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCacheTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final List<String> loaded = new ArrayList<>();

  @Test
  void theIdIsTheOneThatGitGives() {
    assertThat(GitHash.blob(new byte[0])).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    assertThat(GitHash.blob("hello\n".getBytes(UTF_8)))
        .isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
  }

  @Test
  void aContentIsLoadedOnce() {
    ContentCache cache = ContentCache.inMemory(MIB);
    assertThat(get(cache, "one")).isEqualTo("one");
    assertThat(get(cache, "one")).isEqualTo("one");
    assertThat(loaded).hasSize(1);
  }

  @Test
  void anErrorIsThrownAndNotKept() {
    ContentCache cache = cacheOnDisk(MIB);
    assertThatThrownBy(
            () ->
                cache.get(
                    id("one"),
                    id -> {
                      throw new IllegalStateException("away");
                    }))
        .hasMessage("away");
    assertThat(get(cache, "one")).isEqualTo("one");
  }

  @Test
  void memoryIsBounded() {
    ContentCache cache = ContentCache.inMemory(10_000);
    for (int i = 0; i < 100; i++) {
      get(cache, "x".repeat(1_000) + i);
    }
    loaded.clear();
    for (int i = 0; i < 100; i++) {
      get(cache, "x".repeat(1_000) + i);
    }
    assertThat(loaded).hasSizeGreaterThan(80);
  }

  @Test
  void aDirectoryOutlivesTheProcess() {
    get(cacheOnDisk(MIB), "one");
    assertThat(get(cacheOnDisk(MIB), "one")).isEqualTo("one");
    assertThat(loaded).hasSize(1);
    assertThat(cacheOnDisk(MIB).known(id("one"))).isEqualTo("one".getBytes(UTF_8));
    assertThat(cacheOnDisk(MIB).known(id("two"))).isNull();
  }

  @Test
  void aDamagedFileIsReadAgain() throws IOException {
    get(cacheOnDisk(MIB), "one");
    Files.writeString(file("one"), "something else");
    assertThat(get(cacheOnDisk(MIB), "one")).isEqualTo("one");
    assertThat(loaded).hasSize(2);
    assertThat(file("one")).hasContent("one");
  }

  @Test
  void aFileThatSomebodyDeletedIsReadAgain() throws IOException {
    get(cacheOnDisk(MIB), "one");
    ContentCache cache = cacheOnDisk(MIB);
    Files.delete(file("one"));
    assertThat(get(cache, "one")).isEqualTo("one");
    assertThat(loaded).hasSize(2);
  }

  @Test
  void theDirectoryIsBoundedAndWhatWasUsedLastStays() throws IOException {
    ContentCache cache = cacheOnDisk(10_000);
    for (int i = 0; i < 10; i++) {
      get(cache, content(i));
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(cacheOnDisk(10_000).known(id(content(2)))).isNotNull(); // a use
    ContentCache next = cacheOnDisk(10_000);
    for (int i = 10; i < 14; i++) {
      get(next, content(i));
    }
    assertThat(bytesOnDisk()).isLessThanOrEqualTo(10_000);
    assertThat(file(content(2))).exists();
    assertThat(file(content(1))).doesNotExist();
    assertThat(file(content(13))).exists();
  }

  @Test
  void whatIsTooLargeForTheDirectoryIsLeftOut() throws IOException {
    get(cacheOnDisk(10_000), "x".repeat(5_000));
    assertThat(bytesOnDisk()).isZero();
  }

  @Test
  void whatWasHalfWrittenIsDeleted() throws IOException {
    Path half = Files.createDirectories(directory.resolve("ab")).resolve("new1.tmp");
    Files.writeString(half, "half");
    cacheOnDisk(MIB);
    assertThat(half).doesNotExist();
  }

  @Test
  void aDirectoryThatCanNotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> CacheDirectory.open(file.resolve("cache"), MIB, clock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  private ContentCache cacheOnDisk(long maxBytes) {
    return ContentCache.over(CacheDirectory.open(directory, maxBytes, clock), MIB);
  }

  private String get(ContentCache cache, String content) {
    byte[] bytes =
        cache.get(
            id(content),
            id -> {
              loaded.add(id);
              return content.getBytes(UTF_8);
            });
    return new String(bytes, UTF_8);
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static String content(int i) {
    return "%04d".formatted(i) + "x".repeat(996);
  }

  private Path file(String content) {
    String id = id(content);
    return directory.resolve(id.substring(0, 2)).resolve(id.substring(2));
  }

  private static String id(String content) {
    return GitHash.blob(content.getBytes(UTF_8));
  }
}
