package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.ForwardingStore;
import dev.headwater.store.Store;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Proves by reflection that a wrapper decides about every operation of a store. */
public final class DecoratorAssertions {

  private DecoratorAssertions() {}

  /**
   * Fails if the wrapper leaves an operation to {@link ForwardingStore}: such an operation would go
   * past what the wrapper is for. The message names the operations.
   */
  public static void assertOverridesEverything(Class<? extends Store> wrapper) {
    List<String> forgotten =
        Arrays.stream(Store.class.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !isOverridden(wrapper, method))
            .map(Method::getName)
            .sorted()
            .toList();
    assertThat(forgotten).as("operations that %s does not override", wrapper.getName()).isEmpty();
  }

  private static boolean isOverridden(Class<?> wrapper, Method operation) {
    try {
      Class<?> owner =
          wrapper.getMethod(operation.getName(), operation.getParameterTypes()).getDeclaringClass();
      return owner != ForwardingStore.class && !owner.isInterface();
    } catch (NoSuchMethodException e) {
      throw new AssertionError("a store without " + operation, e);
    }
  }
}
