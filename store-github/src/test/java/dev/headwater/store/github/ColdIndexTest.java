package dev.headwater.store.github;

import static dev.headwater.testkit.Entries.key;
import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.github.emulator.PersonEdit;
import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.Store;
import dev.headwater.store.github.index.Adoption;
import dev.headwater.store.github.index.CommitPlan;
import dev.headwater.store.github.index.CommitWork;
import dev.headwater.store.github.index.FileChange;
import dev.headwater.store.github.index.Index;
import dev.headwater.store.github.layout.FormatFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A large repository is known after few requests. */
@Tag("long")
class ColdIndexTest extends RepositoryCase {

  private static final int COMMITS = 40;
  private static final int KEYS_OF_A_COMMIT = 2_500;
  private static final int MOST_REQUESTS = 150;

  @Test
  void aHundredThousandKeysAreReadWithFewRequests() {
    Index index = Index.empty("a-life");
    for (int commit = 0; commit < COMMITS; commit++) {
      index = commit(index, entries(commit));
    }
    repository.requests();
    Store store = repository.open(Repository.CALM);
    assertThat(store.head().incarnation()).isEqualTo("a-life");
    assertThat(repository.requests()).hasSizeLessThanOrEqualTo(MOST_REQUESTS);
    Entry last = value("d39/k02499", 1, "the same");
    assertThat(store.read(key("d39/k02499"))).isEqualTo(last);
  }

  private static List<Entry> entries(int commit) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < KEYS_OF_A_COMMIT; i++) {
      entries.add(value("d%02d/k%05d".formatted(commit, i), 1, "the same"));
    }
    return entries;
  }

  /* What a store would commit, put there without its requests. */
  private Index commit(Index base, List<Entry> entries) {
    CommitPlan plan =
        CommitPlan.of(
            base,
            Adoption.NONE,
            List.of(new CommitWork.Merging(Batch.of(entries))),
            new CommitPlan.Context(
                "test",
                repository.clock.millis(),
                base.sequence() == 0 ? FormatFile.files(base.incarnation()) : List.of()));
    PersonEdit edit = repository.ada().edit();
    for (FileChange file : plan.files()) {
      if (file instanceof FileChange.Put put) {
        edit.write(put.path(), put.file().content());
      } else {
        edit.delete(file.path());
      }
    }
    edit.message(plan.message("batch", "node", repository.ada().head().orElse(null))).commit();
    return plan.next();
  }
}
