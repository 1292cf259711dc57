package dev.headwater.benchmarks.behind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Those that need no server deliver what was put and deleted, in its order. */
class ContendersTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"HEADWATER", "HEADWATER_IN_MEMORY", "INFINISPAN"})
  void whatIsWrittenArrivesUntilItIsClosed(Kind kind) throws Exception {
    Path file = directory.resolve("sink.txt");
    try (Sink sink = Sink.appending(file);
        Contender contender = kind.open(new Kind.Place(directory, 0), sink)) {
      contender.put("a", Operation.value(1));
      contender.put("a", Operation.value(2));
      contender.put("b", Operation.value(1));
      contender.delete("b");
    }
    List<Operation> last = List.of(new Operation("a", 2), Operation.deletion("b"));
    assertThat(Fates.of(last, Sink.read(file))).isEqualTo(new Fates(2, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(names = {"SQLITE_EACH", "SQLITE_TOGETHER"})
  void whatSqliteHoldsIsDeliveredWhenItIsOpenedAgain(Kind kind) throws Exception {
    Path file = directory.resolve("sink.txt");
    Kind.Place place = new Kind.Place(directory, 0);
    try (Sink sink = Sink.appending(file)) {
      try (Contender contender = kind.open(place, sink)) {
        contender.put("a", Operation.value(1));
        contender.put("a", Operation.value(2));
        contender.put("b", Operation.value(1));
        contender.delete("b");
        assertThat(Sink.read(file)).isEmpty();
      }
      kind.open(place, sink).close();
    }
    assertThat(Sink.read(file)).containsExactly(new Operation("a", 2));
  }
}
