package dev.headwater.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Keeps real time out of the code: time comes from an injected {@link java.time.InstantSource},
 * delays from {@link dev.headwater.store.background.Timer}. Reading a clock, sleeping and timers of
 * the JDK are violations, as calls and as method references.
 */
public final class TimeRules {

  private static final Set<String> ANY = Set.of();

  /** Class, and those of its methods that are banned whatever their arguments. */
  private static final Map<String, Set<String>> BANNED =
      Map.of(
          "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
          "java.lang.Thread", Set.of("sleep"),
          "java.util.concurrent.TimeUnit", Set.of("sleep"),
          "java.util.concurrent.locks.LockSupport", Set.of("parkNanos", "parkUntil"),
          "java.time.Clock",
              Set.of(
                  "systemUTC",
                  "systemDefaultZone",
                  "system",
                  "tickMillis",
                  "tickSeconds",
                  "tickMinutes"),
          "java.time.InstantSource", Set.of("system"),
          "java.util.Timer", ANY);

  /**
   * Class, and that of its methods that is banned without arguments: it asks the system's clock.
   */
  private static final Map<String, String> BANNED_WITHOUT_ARGUMENTS =
      Map.of(
          "java.time.Instant", "now",
          "java.time.LocalDateTime", "now",
          "java.time.LocalDate", "now",
          "java.time.LocalTime", "now",
          "java.time.ZonedDateTime", "now",
          "java.time.OffsetDateTime", "now",
          "java.time.Year", "now",
          "java.util.Date", "<init>");

  /** Class, and those of its methods that stop a thread until another one goes on. */
  private static final Map<String, Set<String>> WAITS =
      Map.of(
          "java.lang.Object", Set.of("wait"),
          "java.lang.Thread", Set.of("join"),
          "java.util.concurrent.locks.Condition",
              Set.of("await", "awaitNanos", "awaitUntil", "awaitUninterruptibly"),
          "java.util.concurrent.CountDownLatch", Set.of("await"),
          "java.util.concurrent.CyclicBarrier", Set.of("await"),
          "java.util.concurrent.Semaphore", Set.of("acquire", "acquireUninterruptibly"),
          "java.util.concurrent.BlockingQueue", Set.of("put", "take"));

  /** Classes whose methods of this name wait if they are given a time. */
  private static final Map<String, String> WAITS_WITH_ARGUMENTS =
      Map.of(
          "java.util.concurrent.Future", "get",
          "java.util.concurrent.CompletableFuture", "get",
          "java.util.concurrent.BlockingQueue", "poll");

  private TimeRules() {}

  /**
   * Fails if a class of the package, or of one below it, reads real time; tests are left out.
   *
   * @param allowed classes that may, with those nested in them: where the system's time enters
   */
  public static void check(String packageName, Class<?>... allowed) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(packageName);
    check(classes, allowed);
  }

  /** {@link #check(String, Class[])} of classes that were imported already. */
  public static void check(JavaClasses classes, Class<?>... allowed) {
    noClasses()
        .that(DescribedPredicate.not(among(allowed)))
        .should()
        .accessTargetWhere(readsRealTime())
        .because("time is injected (InstantSource, Timer), so that tests can stop and move it")
        .check(classes);
  }

  /**
   * Fails if a class of the package, or of one below it, waits for another thread otherwise than
   * through {@link dev.headwater.store.background.Waits}; tests are left out. Locks are allowed:
   * nobody does slow things under them.
   */
  public static void checkWaits(String packageName) {
    checkWaits(
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(packageName));
  }

  /** {@link #checkWaits(String)} of classes that were imported already. */
  public static void checkWaits(JavaClasses classes) {
    noClasses()
        .should()
        .accessTargetWhere(waits())
        .because("waiting is injected (Waits), so that a whole chain can run on one thread")
        .check(classes);
  }

  private static DescribedPredicate<JavaAccess<?>> waits() {
    return DescribedPredicate.describe("waits for another thread", TimeRules::isWait);
  }

  private static boolean isWait(JavaAccess<?> access) {
    if (!(access instanceof JavaCodeUnitAccess<?> call)) {
      return false;
    }
    String owner = call.getTarget().getOwner().getName();
    String name = call.getTarget().getName();
    return WAITS.getOrDefault(owner, Set.of()).contains(name)
        || (name.equals(WAITS_WITH_ARGUMENTS.get(owner))
            && !call.getTarget().getRawParameterTypes().isEmpty());
  }

  private static DescribedPredicate<JavaClass> among(Class<?>... allowed) {
    Set<String> names = Set.copyOf(Arrays.stream(allowed).map(Class::getName).toList());
    return DescribedPredicate.describe(
        "allowed",
        found -> {
          String name = found.getName();
          return names.stream().anyMatch(one -> name.equals(one) || name.startsWith(one + "$"));
        });
  }

  private static DescribedPredicate<JavaAccess<?>> readsRealTime() {
    return DescribedPredicate.describe("reads real time or sleeps", TimeRules::isBanned);
  }

  private static boolean isBanned(JavaAccess<?> access) {
    if (!(access instanceof JavaCodeUnitAccess<?> call)) {
      return false;
    }
    String owner = call.getTarget().getOwner().getName();
    String name = call.getTarget().getName();
    Set<String> banned = BANNED.get(owner);
    if (banned != null && (banned.isEmpty() || banned.contains(name))) {
      return true;
    }
    return name.equals(BANNED_WITHOUT_ARGUMENTS.get(owner))
        && call.getTarget().getRawParameterTypes().isEmpty();
  }
}
