package dev.headwater.testkit;

import dev.headwater.store.Store;
import java.time.InstantSource;
import java.util.function.BiFunction;

/** What implementors of stores get wrong, and the group of the contract that must notice. */
enum Flaw {
  NONE(StoreContract.class, (store, time) -> store),
  TIES_ARE_IGNORED(
      StoreContract.Collisions.class, (store, time) -> new FlawedStores.IgnoringTies(store)),
  TEXT_ORDER(StoreContract.Listing.class, (store, time) -> new FlawedStores.InTextOrder(store)),
  PATTERN_PREFIX(
      StoreContract.Listing.class, (store, time) -> new FlawedStores.PatternPrefix(store)),
  LOSERS_ARE_FED(StoreContract.Feeds.class, (store, time) -> new FlawedFeeds.FeedingLosers(store)),
  LATE_CHANGES_ARE_LOST(
      StoreContract.Feeds.class, (store, time) -> new FlawedFeeds.FromHeadOnly(store)),
  RESTARTS_ARE_HIDDEN(
      StoreContract.Feeds.class, (store, time) -> new FlawedFeeds.HidingRestarts(store)),
  EXPIRED_IS_READ(
      StoreContract.Expiry.class, (store, time) -> new FlawedStores.ReadingExpired(store)),
  EXPIRED_IS_DROPPED(StoreContract.Expiry.class, FlawedStores.DroppingExpired::new),
  TOMBSTONES_ARE_DROPPED(
      StoreContract.Tombstones.class, (store, time) -> new FlawedStores.Forgetting(store)),
  PRECONDITIONS_ARE_IGNORED(
      StoreContract.Preconditions.class,
      (store, time) -> new FlawedStores.IgnoringPreconditions(store)),
  BATCHES_ARE_HALF_APPLIED(
      StoreContract.Batches.class, (store, time) -> new FlawedStores.HalfBatches(store)),
  OUTCOMES_ARE_SHUFFLED(
      StoreContract.Batches.class, (store, time) -> new FlawedStores.ShufflingOutcomes(store)),
  NEWER_IS_PURGED(
      StoreContract.Purges.class, (store, time) -> new FlawedStores.PurgingNewer(store)),
  CASE_IS_FOLDED(
      StoreContract.AwkwardKeys.class, (store, time) -> new FlawedStores.FoldingCase(store)),
  LIMITS_ARE_NOT_CHECKED(
      StoreContract.Limits.class, (store, time) -> new FlawedStores.Unlimited(store)),
  GARBAGE_IS_OVERWRITTEN(
      StoreContract.Corruptions.class, (store, time) -> new FlawedStores.Overwriting(store)),
  CLOSED_STILL_WORKS(
      StoreContract.Lifecycle.class, (store, time) -> new FlawedStores.NeverClosed(store)),
  UPDATES_ARE_LOST(
      StoreContract.Concurrency.class, (store, time) -> new FlawedStores.CheckingFirst(store)),
  REPETITIONS_ARE_WRITTEN(
      StoreContract.ReadMerge.class, (store, time) -> new FlawedStores.Rewriting(store));

  private final Class<?> group;

  @SuppressWarnings("ImmutableEnumChecker") // all are constructors
  private final BiFunction<Store, InstantSource, Store> wrapper;

  Flaw(Class<?> group, BiFunction<Store, InstantSource, Store> wrapper) {
    this.group = group;
    this.wrapper = wrapper;
  }

  /** The group that must fail; the whole contract where there is no flaw. */
  Class<?> group() {
    return group;
  }

  Store wrap(Store store, InstantSource time) {
    return wrapper.apply(store, time);
  }
}
