package dev.headwater.github.emulator.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.github.emulator.git.TreeListing.Depth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeEditsTest {
  private static final List<String> NAMES = List.of("a", "a.b", "a-b", "a0", "b", "é", "日", "Z");

  @TempDir Path directory;
  private BareRepository repository;

  @BeforeEach
  void open() {
    repository = BareRepository.open(directory.resolve("a.git"), "main");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTreeHoldsWhatAMapOfPathsWould(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, ObjectId> model = new TreeMap<>();
    Optional<ObjectId> tree = Optional.empty();
    for (int i = 0; i < 40; i++) {
      TreeEdits edits = new TreeEdits();
      List<String> changed = new ArrayList<>();
      for (int change = random.nextInt(4); change >= 0; change--) {
        String path = path(random);
        if (changed.stream().noneMatch(one -> isRelated(one, path))) {
          changed.add(path);
          change(random, path, model, edits);
        }
      }
      tree = Optional.of(repository.insertTree(edits, tree));
      assertThat(files(tree.get())).isEqualTo(model);
    }
  }

  private static boolean isRelated(String one, String other) {
    return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
  }

  private void change(Random random, String path, Map<String, ObjectId> model, TreeEdits edits)
      throws Exception {
    if (random.nextInt(3) == 0 && model.remove(path) != null) {
      edits.delete(path);
      return;
    }
    ObjectId id = repository.insertBlob(new byte[] {(byte) random.nextInt()});
    model.keySet().removeIf(one -> one.startsWith(path + "/") || path.startsWith(one + "/"));
    model.put(path, id);
    edits.put(path, FileMode.REGULAR_FILE, id);
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
    }
    return path.toString();
  }

  private Map<String, ObjectId> files(ObjectId tree) throws Exception {
    return TreeListing.of(repository, tree, Depth.RECURSIVE, 10_000).items().stream()
        .filter(item -> !item.isTree())
        .collect(Collectors.toMap(TreeItem::path, TreeItem::id, (a, b) -> a, TreeMap::new));
  }

  @Test
  void whatIsNotThereCannotBeDeleted() throws Exception {
    ObjectId blob = repository.insertBlob(new byte[0]);
    TreeEdits first = new TreeEdits().put("a/b", FileMode.REGULAR_FILE, blob);
    Optional<ObjectId> tree = Optional.of(repository.insertTree(first, Optional.empty()));
    for (String path : List.of("b", "a/c", "a/b/c", "c/d")) {
      assertThatThrownBy(() -> repository.insertTree(new TreeEdits().delete(path), tree))
          .as(path)
          .isInstanceOf(AbsentPathException.class);
    }
  }

  @Test
  void whatIsPutWinsOverWhatIsDeletedAroundIt() throws Exception {
    ObjectId blob = repository.insertBlob(new byte[0]);
    Optional<ObjectId> file =
        Optional.of(
            repository.insertTree(
                new TreeEdits().put("a", FileMode.REGULAR_FILE, blob), Optional.empty()));
    for (TreeEdits edits :
        List.of(
            new TreeEdits().delete("a").put("a/b", FileMode.REGULAR_FILE, blob),
            new TreeEdits().put("a/b", FileMode.REGULAR_FILE, blob).delete("a"))) {
      assertThat(files(repository.insertTree(edits, file))).containsOnlyKeys("a/b");
    }
  }
}
