package dev.headwater.testkit;

import dev.headwater.store.Capabilities;
import dev.headwater.store.Capability;
import dev.headwater.store.Key;
import dev.headwater.store.Store;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Stores over one {@link ReferenceData}, wrapped if need be. */
record ReferenceFixture(
    ManualClock clock,
    ReferenceData data,
    Capabilities capabilities,
    UnaryOperator<Store> wrapper,
    Duration feedPatience)
    implements StoreFixture {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  ReferenceFixture(Capabilities capabilities, UnaryOperator<Store> wrapper) {
    this(new ManualClock(), new ReferenceData(), capabilities, wrapper, PATIENCE);
  }

  static ReferenceFixture plain() {
    return wrapped(UnaryOperator.identity());
  }

  static ReferenceFixture wrapped(UnaryOperator<Store> wrapper) {
    return new ReferenceFixture(ReferenceStore.CAPABILITIES, wrapper);
  }

  static ReferenceFixture lacking(Capability capability) {
    return new ReferenceFixture(
        ReferenceStore.CAPABILITIES.without(capability), UnaryOperator.identity());
  }

  @Override
  public Store open() {
    return wrapper.apply(ReferenceStore.over(data, "reference", clock, capabilities));
  }

  @Override
  public Set<Capability> expectedCapabilities() {
    return capabilities.set();
  }

  @Override
  public Corruption corrupt(Key key) {
    data.corrupt(key);
    return Corruption.DONE;
  }

  @Override
  public void close() {}
}
