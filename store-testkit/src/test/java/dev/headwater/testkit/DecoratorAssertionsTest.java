package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Store;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecoratorAssertionsTest {

  @Test
  void theWrappersOfTheTestkitOverrideEverything() {
    DecoratorAssertions.assertOverridesEverything(RecordingStore.class);
    DecoratorAssertions.assertOverridesEverything(FaultyStore.class);
  }

  @Test
  void theBaseOfWrappersForwardsEverythingOfAStore() {
    assertThat(operations(ForwardingStore.class)).containsAll(operations(Store.class));
  }

  @Test
  void aWrapperThatForgetsOperationsIsNamedWithThem() {
    assertThatThrownBy(
            () -> DecoratorAssertions.assertOverridesEverything(FlawedStores.HalfBatches.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("HalfBatches")
        .hasMessageContaining("purge")
        .hasMessageContaining("readAll");
    assertThatThrownBy(() -> DecoratorAssertions.assertOverridesEverything(PlainWrapper.class))
        .hasMessageContaining("mergeAll");
  }

  private static Set<String> operations(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
        .collect(Collectors.toSet());
  }
}
