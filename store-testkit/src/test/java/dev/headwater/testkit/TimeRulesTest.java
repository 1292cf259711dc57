package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.headwater.store.background.Ticker;
import dev.headwater.store.background.Waits;
import dev.headwater.store.clock.HybridClock;
import dev.headwater.store.spi.StoreEnvironment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class TimeRulesTest {

  @Test
  void theStoreApiReadsRealTimeWhereItEntersOnly() {
    TimeRules.check("dev.headwater.store", HybridClock.class, StoreEnvironment.class, Ticker.class);
  }

  @Test
  void theTestkitReadsRealTimeInDeadlinesOnly() {
    TimeRules.check("dev.headwater.testkit", Deadline.class);
  }

  @Test
  void withoutAllowingItIsAViolation() {
    assertThatThrownBy(() -> TimeRules.check("dev.headwater.testkit"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Deadline")
        .hasMessageContaining("nanoTime");
  }

  @Test
  void aPackageWithoutClassesIsAMistake() {
    assertThatThrownBy(() -> TimeRules.check("dev.headwater.nowhere"))
        .isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ReadsMillis.class,
        ReadsNanosByReference.class,
        Sleeps.class,
        SleepsInUnits.class,
        ReadsInstant.class,
        ReadsInstantByReference.class,
        ReadsLocalTime.class,
        ReadsDate.class,
        TakesSystemClock.class,
        TakesSystemSource.class,
        StartsTimer.class
      })
  void eachWayToReadRealTimeIsAViolation(Class<?> violator) {
    JavaClasses classes = new ClassFileImporter().importClasses(violator, Injected.class);
    assertThatThrownBy(() -> TimeRules.check(classes))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(violator.getSimpleName());
    TimeRules.check(classes, violator);
  }

  @Test
  void timeThatIsInjectedIsFine() {
    TimeRules.check(new ClassFileImporter().importClasses(Injected.class));
  }

  @ParameterizedTest
  @ValueSource(classes = {WaitsForFuture.class, WaitsForLatch.class, WaitsForMonitor.class})
  void eachWayToWaitIsAViolation(Class<?> violator) {
    JavaClasses classes = new ClassFileImporter().importClasses(violator, WaitsAsInjected.class);
    assertThatThrownBy(() -> TimeRules.checkWaits(classes))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(violator.getSimpleName());
  }

  @Test
  void waitingThatIsInjectedIsFine() {
    TimeRules.checkWaits(new ClassFileImporter().importClasses(WaitsAsInjected.class));
  }

  static final class WaitsForFuture {
    void pause(Future<?> future) throws Exception {
      future.get(1, TimeUnit.SECONDS);
    }
  }

  static final class WaitsForLatch {
    void pause(CountDownLatch latch) throws InterruptedException {
      latch.await();
    }
  }

  static final class WaitsForMonitor {
    synchronized void pause() throws InterruptedException {
      while (hashCode() != 0) {
        wait();
      }
    }
  }

  static final class WaitsAsInjected {
    <T> T pause(Waits waits, CompletableFuture<T> future) throws InterruptedException {
      waits.await(future, Duration.ofSeconds(1));
      return future.join();
    }
  }

  static final class ReadsMillis {
    long now() {
      return System.currentTimeMillis();
    }
  }

  static final class ReadsNanosByReference {
    LongSupplier now() {
      return System::nanoTime;
    }
  }

  static final class Sleeps {
    void pause() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  static final class SleepsInUnits {
    void pause() throws InterruptedException {
      TimeUnit.SECONDS.sleep(1);
    }
  }

  static final class ReadsInstant {
    Instant now() {
      return Instant.now();
    }
  }

  static final class ReadsInstantByReference {
    Supplier<Instant> now() {
      return Instant::now;
    }
  }

  @SuppressWarnings("JavaTimeDefaultTimeZone") // the violation itself
  static final class ReadsLocalTime {
    LocalDateTime now() {
      return LocalDateTime.now();
    }
  }

  @SuppressWarnings("JavaUtilDate") // the violation itself
  static final class ReadsDate {
    Date now() {
      return new Date();
    }
  }

  static final class TakesSystemClock {
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  static final class TakesSystemSource {
    InstantSource time() {
      return InstantSource.system();
    }
  }

  static final class StartsTimer {
    java.util.Timer timer() {
      return new java.util.Timer(true);
    }
  }

  static final class Injected {
    Instant now(InstantSource time, Clock clock) {
      return time.instant().isBefore(Instant.now(clock)) ? time.instant() : Instant.EPOCH;
    }
  }
}
