package dev.headwater.testkit.simulation;

import dev.headwater.store.Batch;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryCursor;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.MergeOutcome;
import dev.headwater.store.OutcomeUnknownException;
import dev.headwater.store.Page;
import dev.headwater.store.ReadBatch;
import dev.headwater.store.RejectedException;
import dev.headwater.store.Store;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.testkit.simulation.Issued.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Uses a store as a program would, and judges every answer. */
public final class Client {

  private final Judge judge;
  private final Node node;
  private final int process;
  private final Ledger ledger;
  private final Session session;
  private final Trace trace;

  public Client(Judge judge, Node node, int process, Ledger ledger, Session session, Trace trace) {
    this.judge = judge;
    this.node = node;
    this.process = process;
    this.ledger = ledger;
    this.session = session;
    this.trace = trace;
  }

  // --- reading ---

  /** Reads a key; {@code null} also if the read failed, as it may. */
  public @Nullable Entry read(Store store, Key key) {
    Judge.Question question = judge.question(session.of(key));
    trace.add(1, () -> node.name() + " reads " + key);
    Entry entry;
    try {
      entry = answered(() -> store.read(key));
    } catch (StoreException e) {
      failed("read " + key, e);
      return null;
    }
    heard(key, question, entry);
    return entry;
  }

  /** Reads several keys at once. */
  public void readAll(Store store, Collection<Key> keys) {
    Map<Key, Judge.Question> questions = new LinkedHashMap<>();
    keys.forEach(key -> questions.put(key, judge.question(session.of(key))));
    trace.add(2, () -> node.name() + " reads all of " + keys);
    ReadBatch batch;
    try {
      batch = answered(() -> store.readAll(keys));
    } catch (StoreException e) {
      failed("read all", e);
      return;
    }
    if (!batch.corrupt().isEmpty()) {
      throw new Violation("R2", "nothing is corrupt, but " + batch.corrupt());
    }
    questions.forEach((key, question) -> heard(key, question, batch.entries().get(key)));
  }

  private void heard(Key key, Judge.Question question, @Nullable Entry entry) {
    trace.add(
        entry == null ? 3 : entry.hashCode(), () -> "  " + node.name() + " found " + show(entry));
    if (entry == null) {
      judge.absent(key, question, Judge.Source.ANY);
    } else {
      session.saw(judge.found(key, question, entry));
    }
  }

  private static String show(@Nullable Entry entry) {
    return entry == null ? "nothing" : entry.toString();
  }

  /** Lists these keys, which are all there are, by pages. */
  public void list(Store store, Collection<Key> all, int pageSize) {
    Map<Key, Judge.Question> questions = new HashMap<>();
    Map<Key, @Nullable Entry> before = new HashMap<>();
    for (Key key : all) {
      questions.put(key, judge.question(session.of(key)));
      before.put(key, judge.authority().peek(key));
    }
    trace.add(4, () -> node.name() + " lists");
    List<Entry> listed = new ArrayList<>();
    try (EntryCursor cursor = store.list(ListRequest.live("").pageSize(pageSize))) {
      Page page;
      do {
        page = answered(cursor::next);
        listed.addAll(page.entries());
      } while (!page.last());
    } catch (StoreException e) {
      failed("list", e);
      return;
    }
    trace.add(listed.hashCode(), () -> "  " + node.name() + " listed " + listed);
    Map<Key, Entry> found = inOrder(listed);
    questions.forEach(
        (key, question) -> {
          Entry entry = found.get(key);
          if (entry == null) {
            judge.absent(key, question, Judge.Source.AUTHORITY);
          } else {
            judge.found(key, question, entry);
            judge.notOlder("R6", entry, before.get(key));
          }
        });
  }

  private static Map<Key, Entry> inOrder(List<Entry> listed) {
    Map<Key, Entry> found = new HashMap<>();
    Key last = null;
    for (Entry entry : listed) {
      if (last != null && last.compareTo(entry.key()) >= 0) {
        throw new Violation("R6", "out of order: " + listed);
      }
      last = entry.key();
      found.put(last, entry);
    }
    return found;
  }

  // --- writing ---

  /** Makes a write; returns its outcome, or {@code null} if it failed. */
  public @Nullable MergeOutcome merge(Store store, Write write, Promise promise) {
    Issued issued = ledger.issue(write, process);
    issued.promise(promise);
    trace.add(
        write.hashCode() % 2 + 5,
        () -> "%s writes %s if %s".formatted(node.name(), issued, write.precondition()));
    MergeOutcome outcome;
    try {
      outcome = answered(() -> store.merge(write));
    } catch (StoreException e) {
      failedWrites(List.of(issued), e);
      return null;
    }
    settle(issued, outcome, promise);
    return outcome;
  }

  /** Makes a batch; returns the outcomes, or {@code null} if it failed. */
  public @Nullable List<MergeOutcome> mergeAll(Store store, Batch batch, Promise promise) {
    List<Issued> issued = ledger.issueAll(batch, process);
    issued.forEach(one -> one.promise(promise));
    trace.add(7, () -> "%s writes %s %s".formatted(node.name(), batch.atomicity(), issued));
    List<MergeOutcome> outcomes;
    try {
      outcomes = answered(() -> store.mergeAll(batch));
    } catch (StoreException e) {
      failedWrites(issued, e);
      return null;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      settle(issued.get(i), outcomes.get(i), promise);
    }
    return outcomes;
  }

  private void settle(Issued issued, MergeOutcome outcome, Promise promise) {
    trace.add(
        outcome.getClass().getName().hashCode(),
        () -> "  %s: %s of %s".formatted(node.name(), outcome, issued));
    if (outcome.isHeld()) {
      if (promise == Promise.DECIDED) {
        ledger.held(issued);
      } else {
        ledger.accepted(issued);
      }
      session.saw(issued);
      if (outcome instanceof MergeOutcome.Written written) {
        judge.everywhereBut(written.behind(), issued);
      }
    } else if (outcome instanceof MergeOutcome.Superseded superseded) {
      ledger.refused(issued);
      session.saw(ledger.find(superseded.held()));
    } else if (outcome instanceof MergeOutcome.Refused refused) {
      ledger.refused(issued);
      if (refused.held() != null) {
        session.saw(ledger.find(refused.held()));
      }
    } else {
      throw new Violation("W3", "stamps do not collide and nothing is corrupt, but " + outcome);
    }
  }

  private void failedWrites(List<Issued> issued, StoreException e) {
    failed("write", e);
    boolean some = issued.size() > 1 && issued.get(0).promise() == Promise.ACCEPTED;
    if (!(e instanceof OutcomeUnknownException) && !some) { // of several, some may be accepted
      issued.forEach(one -> ledger.nothingHappened(one, e));
    }
  }

  // --- both ---

  /* Code under test may catch errors; a crash ends the call all the same. */
  private <T extends @Nullable Object> T answered(Supplier<T> call) {
    try {
      T answer = call.get();
      node.requireAlive();
      return answer;
    } catch (RuntimeException e) {
      node.requireAlive();
      throw e;
    }
  }

  /** A call outside of this client failed. */
  public void failed(StoreException e) {
    failed("write", e);
  }

  private void failed(String what, StoreException e) {
    trace.add(
        e.getClass().getName().hashCode(),
        () -> "  %s failed to %s: %s".formatted(node.name(), what, e));
    boolean mayBeFull =
        e instanceof RejectedException rejected
            && rejected.reason() == RejectedException.Reason.FULL;
    if (!mayBeFull && !(e instanceof StoreUnavailableException || isUnknown(what, e))) {
      throw new Violation("R2, W3", "a wrong error: " + e, e);
    }
    judge.error(e);
  }

  private static boolean isUnknown(String what, StoreException e) {
    return what.equals("write") && e instanceof OutcomeUnknownException;
  }
}
