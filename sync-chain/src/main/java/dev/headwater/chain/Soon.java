package dev.headwater.chain;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a layer answered within its soft deadline, or that it did not. */
sealed interface Soon<T extends @Nullable Object> {

  /** The answer came in time. */
  record Answered<T extends @Nullable Object>(T answer) implements Soon<T> {}

  /**
   * There was no answer in time.
   *
   * @param why what to tell whoever did not wait
   * @param rest waits for it after all, up to the hard deadline
   * @param call the call that goes on; {@code null} if the layer was not asked
   */
  record Late<T extends @Nullable Object>(
      String why, Supplier<T> rest, @Nullable BackgroundCall<T> call) implements Soon<T> {}
}
