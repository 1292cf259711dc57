package dev.headwater.chain;

import dev.headwater.store.StoreException;
import dev.headwater.store.typed.Change;
import dev.headwater.store.typed.Subscriber;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told as lines, such as {@code a=1} and {@code withdrawn a=2, now 1}. */
final class SubscriberLog implements Subscriber<String> {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** All but what is told of how the subscription itself is. */
  List<String> changes() {
    return lines.stream()
        .filter(line -> !line.equals("live") && !line.startsWith("failed"))
        .toList();
  }

  @Override
  public void changed(Change<String> change) {
    lines.add(change.key() + "=" + change.value());
  }

  @Override
  public void withdrawn(Change<String> refused, @Nullable Change<String> instead) {
    lines.add(
        "withdrawn %s=%s, now %s"
            .formatted(
                refused.key(), refused.value(), instead == null ? "nothing" : instead.value()));
  }

  @Override
  public void missed() {
    lines.add("missed");
  }

  @Override
  public void live() {
    lines.add("live");
  }

  @Override
  public void failed(StoreException error) {
    lines.add("failed " + error.getClass().getSimpleName());
  }
}
