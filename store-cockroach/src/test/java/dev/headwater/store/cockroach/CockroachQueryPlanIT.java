package dev.headwater.store.cockroach;

import static dev.headwater.testkit.Entries.value;
import static dev.headwater.testkit.Entries.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.store.Batch;
import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.Key;
import dev.headwater.store.ListRequest;
import dev.headwater.store.Write;
import dev.headwater.testkit.Entries;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements use the indexes, and nothing that users write becomes a part of a statement. */
@Tag("long")
class CockroachQueryPlanIT {

  private final SqlTable table = new SqlTable();
  private CockroachStore store;

  @BeforeEach
  void open() {
    store = CockroachStore.open(table.config("timeout=20s"), InstantSource.system());
    store.mergeAll(Batch.of(values("k", 20_000, 1)));
    table.execute("ANALYZE $t");
  }

  @AfterEach
  void close() {
    store.close();
    table.close();
  }

  @Test
  void aListingReadsAPageOfTheKeysIndexAndSortsNothing() throws SQLException {
    String plan =
        plan(
            new CockroachSchema(table.name(), table.dialect()).listLive(),
            statement -> {
              statement.setBytes(1, "k1".getBytes(StandardCharsets.US_ASCII));
              statement.setBytes(2, "k2".getBytes(StandardCharsets.US_ASCII));
              statement.setLong(3, 0);
              statement.setInt(4, 100);
              statement.setLong(5, RowPage.MAX_BYTES);
            });
    assertThat(plan).doesNotContainIgnoringCase("seq scan").doesNotContainIgnoringCase("full scan");
    if (table.dialect() == Dialect.POSTGRESQL) {
      assertThat(plan)
          .contains("Index Scan using " + table.name() + "_pkey")
          .contains("Index Cond");
      assertThat(plan).doesNotContain("Sort");
    }
  }

  @Test
  void readsByKeyUseTheKeysIndex() throws SQLException {
    CockroachSchema schema = new CockroachSchema(table.name(), table.dialect());
    String plan =
        plan(
            schema.held(),
            statement ->
                EntryColumns.setKeys(statement, 1, List.of(Key.of("k00001"), Key.of("k00002"))));
    assertThat(plan).doesNotContainIgnoringCase("seq scan").doesNotContainIgnoringCase("full scan");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE headwater; --",
        "\"; DROP TABLE headwater; --",
        "$1",
        "?",
        "%s",
        "\\x00",
        "E'\\\\x41'",
        "{\"a\",NULL}",
        "NULL",
        "');DELETE FROM headwater_meta;--",
        "\\",
        "{",
        "}",
        ","
      })
  void keysAndValuesAreOnlyData(String text) {
    Entry single =
        Entry.of(
            Key.of(text),
            Entries.stamp(5),
            EncodedValue.of(text.getBytes(StandardCharsets.UTF_8), "x'\"\\{,}--"));
    Entry batched = value(text + "/batch", 5, text);
    store.merge(Write.of(single));
    store.mergeAll(Batch.of(List.of(batched)));
    assertThat(store.read(single.key())).isEqualTo(single);
    assertThat(store.readAll(List.of(single.key(), batched.key())).entries()).hasSize(2);
    assertThat(store.list(ListRequest.all(text)).next().entries()).contains(single, batched);
    assertThat(table.select("SELECT count(*) FROM $t")).isEqualTo("20002");
  }

  private String plan(String sql, Session.Parameters parameters) throws SQLException {
    try (Connection connection = table.connect();
        PreparedStatement statement = connection.prepareStatement("EXPLAIN " + sql)) {
      parameters.set(statement);
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }
}
