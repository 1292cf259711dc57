package dev.headwater.testkit;

import static dev.headwater.testkit.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Entry;
import dev.headwater.store.Feed;
import dev.headwater.store.FeedPage;
import dev.headwater.store.FeedRequest;
import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Mark;
import dev.headwater.store.StoreException;
import dev.headwater.store.StoreUnavailableException;
import dev.headwater.store.Write;
import dev.headwater.store.background.Background;
import dev.headwater.store.background.FeedPump;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedPumpTest {

  private static final int PAGE = 3;

  private final ManualBackground background = new ManualBackground();
  private final ReferenceStore reference = ReferenceStore.create("reference", background.clock());
  private final FaultyStore faulty = new FaultyStore(reference);
  private final RecordingStore store = new RecordingStore(faulty);
  private final Seen seen = new Seen();

  @Test
  void itOpensTheFeedAtTheHeadAndHandlesPagesInOrder() {
    reference.merge(Write.of(value("before", 1, "x")));
    FeedPump pump = start(background.background());
    background.settle();
    assertThat(seen.log).containsExactly("opened");
    reference.merge(Write.of(value("a", 1, "x")));
    background.advance(FeedPump.IDLE);
    reference.merge(Write.of(value("b", 1, "x")));
    background.advance(FeedPump.IDLE);
    assertThat(seen.log).containsExactly("opened", "[a]", "[b]");
    assertThat(store.count(Operation.FEED)).isOne();
    pump.close();
  }

  @Test
  void anIdleFeedIsAskedOncePerPauseAndNotHandled() {
    FeedPump pump = start(background.background());
    background.settle();
    store.clear();
    background.advance(FeedPump.IDLE.multipliedBy(10));
    assertThat(store.operations()).hasSize(10).containsOnly("poll");
    assertThat(seen.log).containsExactly("opened");
    assertThat(seen.idle).isEqualTo(11);
    pump.close();
  }

  @Test
  void aStoreThatIsAwayAtTheStartIsAskedAgainWithGrowingPauses() {
    faulty.faults().down();
    FeedPump pump = start(background.background());
    background.settle();
    assertThat(seen.log).containsExactly("failed");
    background.advance(Duration.ofMinutes(1));
    assertThat(seen.log).hasSizeBetween(12, 60).containsOnly("failed");
    faulty.faults().up();
    background.advance(Duration.ofSeconds(5));
    assertThat(seen.log).endsWith("opened");
    pump.close();
  }

  @Test
  void afterAFailedPollTheFeedGoesOnWithoutAGap() {
    FeedPump pump = start(background.background());
    background.settle();
    faulty.faults().failBefore(Operation.POLL, 3);
    reference.merge(Write.of(value("a", 1, "x")));
    background.advance(Duration.ofSeconds(5));
    assertThat(seen.log)
        .containsExactly("opened", "failed", "failed", "failed", "[a]", "recovered");
    assertThat(store.count(Operation.FEED)).isOne();
    pump.close();
  }

  @Test
  void aRestartIsHandledEvenIfItsPageIsEmpty() {
    FeedPump pump = start(background.background());
    background.settle();
    faulty.faults().restartFeed();
    background.advance(FeedPump.IDLE);
    assertThat(seen.log).containsExactly("opened", "restarted []");
    pump.close();
  }

  @Test
  void aRecoveryIsToldWhenWhatHadChangedMeanwhileWasHandled() {
    FeedPump pump = start(background.background());
    background.settle();
    faulty.faults().failBefore(Operation.POLL, 1);
    for (int i = 0; i <= PAGE; i++) {
      reference.merge(Write.of(value("k" + i, 1, "x")));
    }
    background.advance(Duration.ofSeconds(5));
    assertThat(seen.log).containsExactly("opened", "failed", "[k0, k1, k2]", "[k3]", "recovered");
    pump.close();
  }

  @Test
  void aPageThatCouldNotBeHandledIsHandledAgainBeforeTheNext() {
    seen.failures = 2;
    FeedPump pump = start(background.background());
    background.settle();
    reference.merge(Write.of(value("a", 1, "x")));
    background.advance(FeedPump.IDLE);
    reference.merge(Write.of(value("b", 1, "x")));
    background.advance(Duration.ofSeconds(5));
    assertThat(seen.log).containsExactly("opened", "failed", "failed", "[a]", "recovered", "[b]");
    pump.close();
  }

  @Test
  void aHandlerThatThrowsEndsThePumpAndIsTold() {
    seen.defect = new IllegalArgumentException("scripted");
    FeedPump pump = start(background.background());
    background.settle();
    reference.merge(Write.of(value("a", 1, "x")));
    background.advance(Duration.ofMinutes(1));
    assertThat(seen.log).containsExactly("opened", "ended scripted");
    assertThat(background.timer().pending()).isZero();
    assertThat(store.count(Operation.POLL)).isLessThan(5);
    pump.close();
  }

  @Test
  void aStoreThatIsClosedUnderThePumpEndsItAndIsTold() {
    FeedPump pump = start(background.background());
    background.settle();
    reference.close();
    background.advance(Duration.ofMinutes(1));
    assertThat(seen.log).hasSize(2).last().asString().startsWith("ended");
    pump.close();
  }

  @Test
  void anOutageThatThePagesTellOfIsToldOnceAndItsEndToo() {
    StoreException away =
        new StoreUnavailableException(StoreException.Subject.of(reference, "poll"), "away");
    Feed feed =
        new ScriptedFeed(
            List.of(
                page(List.of(), away),
                page(List.of(value("own", 1, "x")), away),
                page(List.of(), null),
                page(List.of(value("other", 1, "x")), null),
                page(List.of(), away),
                page(List.of(), null)));
    FeedPump pump =
        FeedPump.start(
            new ForwardingStore(reference) {
              @Override
              public Feed feed(FeedRequest request) {
                return feed;
              }
            },
            this::fromNow,
            seen,
            background.background(),
            new Random(1));
    background.advance(FeedPump.IDLE.multipliedBy(10));
    assertThat(seen.log)
        .containsExactly("failed", "[own]", "opened", "[other]", "failed", "recovered");
    pump.close();
  }

  private static FeedPage page(List<Entry> entries, @Nullable StoreException outage) {
    return new FeedPage(
        entries, List.of(), List.of(), new Mark("m", "1"), FeedPage.Continuity.CONTINUOUS, outage);
  }

  @Test
  void theRequestIsNarrowed() {
    FeedPump pump =
        FeedPump.start(
            store,
            () -> FeedRequest.after(store.head()).prefix("k/"),
            seen,
            background.background(),
            new Random(1));
    background.settle();
    reference.merge(Write.of(value("k/a", 1, "x")));
    reference.merge(Write.of(value("other", 1, "x")));
    background.advance(FeedPump.IDLE.multipliedBy(2));
    assertThat(seen.log).containsExactly("opened", "[k/a]");
    pump.close();
  }

  @Test
  void aPumpThatIsClosedBeforeItBeganNeverBegins() {
    start(background.background()).close();
    background.advance(Duration.ofMinutes(1));
    assertThat(store.operations()).isEmpty();
    assertThat(seen.log).isEmpty();
  }

  @Test
  void aClosedPumpLeavesNoWork() {
    FeedPump pump = start(background.background());
    background.settle();
    pump.close();
    pump.close();
    reference.merge(Write.of(value("a", 1, "x")));
    background.advance(Duration.ofMinutes(1));
    assertThat(seen.log).containsExactly("opened");
    assertThat(background.timer().pending()).isZero();
    assertThat(background.executor().pending()).isZero();
  }

  @Test
  void onThreadsOfItsOwnItTellsChangesAsTheyHappenAndEnds() throws InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (Background daemon = Background.daemon("pump-test")) {
      FeedPump pump =
          FeedPump.start(store, this::fromNow, new Telling(told), daemon, new Random(1));
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("opened");
      reference.merge(Write.of(value("a", 1, "x")));
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("[a]");
      pump.close();
    }
    assertThat(told).isEmpty();
  }

  private FeedPump start(Background on) {
    return FeedPump.start(store, this::fromNow, seen, on, new Random(1));
  }

  private FeedRequest fromNow() {
    return FeedRequest.after(store.head()).pageSize(PAGE);
  }

  private static String keys(FeedPage page) {
    return page.entries().stream().map(entry -> entry.key().text()).toList().toString();
  }

  private static final class Seen implements FeedPump.Handler {
    private final List<String> log = new ArrayList<>();
    private int idle;
    private int failures;
    private @Nullable RuntimeException defect;

    @Override
    public void idle() {
      idle++;
    }

    @Override
    public void opened() {
      log.add("opened");
    }

    @Override
    public void handle(FeedPage page) {
      if (failures-- > 0) {
        throw new StoreUnavailableException(new StoreException.Subject("x", "merge", null), "away");
      }
      if (defect != null) {
        throw defect;
      }
      String restarted = page.continuity() == FeedPage.Continuity.RESTARTED ? "restarted " : "";
      log.add(restarted + keys(page));
    }

    @Override
    public void failed(StoreException error) {
      log.add("failed");
    }

    @Override
    public void recovered() {
      log.add("recovered");
    }

    @Override
    public void ended(Throwable cause) {
      log.add("ended " + cause.getMessage());
    }
  }

  /** Delivers these pages, then nothing any more. */
  private static final class ScriptedFeed implements Feed {
    private final Deque<FeedPage> pages;

    ScriptedFeed(List<FeedPage> pages) {
      this.pages = new ArrayDeque<>(pages);
    }

    @Override
    public FeedPage poll(Duration wait) {
      return pages.isEmpty() ? page(List.of(), null) : pages.remove();
    }

    @Override
    public void close() {}
  }

  private record Telling(BlockingQueue<String> told) implements FeedPump.Handler {
    @Override
    public void opened() {
      told.add("opened");
    }

    @Override
    public void handle(FeedPage page) {
      told.add(keys(page));
    }

    @Override
    public void failed(StoreException error) {
      told.add("failed");
    }

    @Override
    public void recovered() {
      told.add("recovered");
    }

    @Override
    public void ended(Throwable cause) {
      told.add("ended");
    }
  }
}
