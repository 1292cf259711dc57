package dev.headwater.cli.demo;

import static dev.headwater.cli.demo.CheckFailedException.require;

import dev.headwater.cli.output.Quoting;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.Write;
import dev.headwater.store.typed.Receipt;
import java.util.ArrayList;
import java.util.List;

/** Deletes a key, and tries to bring its old value back. */
final class DeleteStep implements Step {

  @Override
  public String title() {
    return "delete a key";
  }

  @Override
  public Outcome run(Stage stage) {
    Layers layers = stage.layers();
    Key key = stage.someKeys(1).get(0);
    Entry old = layers.chain().read(key);
    require(old != null && !old.isTombstone(), "'%s' is not there to be deleted", key);
    Receipt receipt = layers.view().delete(key);
    require(layers.view().get(key) == null, "'%s' is still there", key);
    GithubBehindStep.flush(layers);
    List<String> details = new ArrayList<>();
    details.add(
        "%s is gone; every layer holds its tombstone".formatted(Quoting.quoted(key.text())));
    layers
        .byName()
        .forEach(
            (name, store) -> {
              Entry held = store.read(key);
              require(
                  held != null && held.isTombstone() && held.stamp().equals(receipt.stamp()),
                  "%s holds no tombstone of '%s'",
                  name,
                  key);
              details.add("%-7s tombstone of %s".formatted(name, receipt.stamp()));
            });
    if (old != null) {
      MergeOutcome outcome = layers.etcd().merge(Write.of(old));
      require(!outcome.isHeld(), "an old value came back over the tombstone");
      details.add("etcd was offered the old value once more, and kept the tombstone");
    }
    return Outcome.passed("all four", "tombstone in each", details.toArray(String[]::new));
  }
}
