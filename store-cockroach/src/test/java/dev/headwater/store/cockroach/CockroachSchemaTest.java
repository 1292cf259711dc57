package dev.headwater.store.cockroach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CockroachSchemaTest {

  private static final List<String> POSTGRESQL_ALONE =
      List.of("xid", "snapshot", "int8send", "int2send", "pg_", "xmin", "xmax", "lateral");
  private static final List<String> COCKROACH_ALONE =
      List.of("cluster_logical", "system time", "using hash", "b'\\x", "string");

  @ParameterizedTest
  @EnumSource
  void noStatementHasAPlaceLeftToFill(Dialect dialect) {
    assertThat(texts(dialect)).noneMatch(text -> text.contains("$")).allMatch(this::isBalanced);
  }

  @ParameterizedTest
  @EnumSource
  void theTableIsQuotedEverywhere(Dialect dialect) {
    assertThat(texts(dialect)).allMatch(text -> !text.replace("\"my_t", "").contains("my_t"));
  }

  @ParameterizedTest
  @EnumSource
  void columnsAreListedAndNothingIsMadeThatThePortableCoreForbids(Dialect dialect) {
    for (String text : texts(dialect)) {
      assertThat(text.toUpperCase(java.util.Locale.ROOT))
          .doesNotContain("SERIAL", "SEQUENCE", "TRIGGER", "UPSERT", "ADVISORY", "NOTIFY");
    }
    CockroachSchema schema = new CockroachSchema("my_t", dialect);
    assertThat(schema.mergeAll()).contains("(" + CockroachSchema.COLUMNS + ")");
  }

  @Test
  void eachDialectUsesItsOwnFunctionsAlone() {
    assertThat(lower(Dialect.COCKROACH))
        .noneMatch(text -> POSTGRESQL_ALONE.stream().anyMatch(text::contains));
    assertThat(lower(Dialect.POSTGRESQL))
        .noneMatch(text -> COCKROACH_ALONE.stream().anyMatch(text::contains));
  }

  @Test
  void aMergeWritesWhereTheStampIsNewerAndTheRowIsSound() {
    assertThat(new CockroachSchema("my_t", Dialect.POSTGRESQL).merge())
        .contains("ON CONFLICT (k) DO UPDATE SET")
        .contains("WHERE (excluded.hlc, excluded.origin) > (\"my_t\".hlc, \"my_t\".origin)")
        .contains("AND (\"my_t\".xmin = \"my_t\".xid::XID OR (\"my_t\".hash = sha256(")
        .contains("xid = excluded.xid")
        .endsWith("RETURNING k");
  }

  @Test
  void onCockroachTheFeedColumnIsTheCommitTimestampAndHasAHashedIndex() {
    CockroachSchema schema = new CockroachSchema("my_t", Dialect.COCKROACH);
    assertThat(schema.creation())
        .hasSize(2)
        .last()
        .asString()
        .contains("commit_ts DECIMAL NOT NULL")
        .contains("INDEX (commit_ts) USING HASH");
    assertThat(schema.merge())
        .contains("(?, ?, ?, ?, ?, ?, ?, ?, cluster_logical_timestamp())")
        .contains("commit_ts = excluded.commit_ts")
        .contains("AND (encode(\"my_t\".hash, 'hex') = sha256(b'\\x01' ||")
        .contains("decode(lpad(to_hex(octet_length(\"my_t\".k)), 4, '0'), 'hex')")
        .contains("decode(lpad(to_hex(\"my_t\".hlc), 16, '0'), 'hex')");
  }

  @Test
  void onCockroachChangesAreReadAsOfAMoment() {
    CockroachSchema schema = new CockroachSchema("my_t", Dialect.COCKROACH);
    String text = CockroachFeedQueries.changesAsOf(schema, "1764000000000000000.0000000001");
    assertThat(text)
        .contains(") AS page\nAS OF SYSTEM TIME '1764000000000000000.0000000001'\nWHERE")
        .contains("(commit_ts, k) > (?::DECIMAL, ?) AND commit_ts <= ?::DECIMAL");
    assertThat(CockroachFeedQueries.anchorText(schema, "1000000000"))
        .contains("(cluster_logical_timestamp() - 1000000000)::STRING");
  }

  @Test
  void onlyATimestampGoesIntoTheTextOfAStatement() {
    CockroachSchema schema = new CockroachSchema("my_t", Dialect.COCKROACH);
    for (String text : List.of("", "now()", "-1s", "1'; DROP TABLE my_t; --", "1.2.3")) {
      assertThatThrownBy(() -> CockroachFeedQueries.changesAsOf(schema, text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theServerSaysWhichDialectItSpeaks() {
    assertThat(Dialect.ofVersion("CockroachDB CCL v26.2.1 (x86_64-pc-linux-gnu)"))
        .isEqualTo(Dialect.COCKROACH);
    assertThat(Dialect.ofVersion("PostgreSQL 18.1 on x86_64-pc-linux-gnu"))
        .isEqualTo(Dialect.POSTGRESQL);
    assertThat(Dialect.COCKROACH.worksAt(Isolation.READ_COMMITTED)).isFalse();
    assertThat(Dialect.POSTGRESQL.worksAt(Isolation.SERIALIZABLE)).isTrue();
  }

  private boolean isBalanced(String text) {
    return text.chars().filter(c -> c == '(').count() == text.chars().filter(c -> c == ')').count()
        && text.chars().filter(c -> c == '\'').count() % 2 == 0;
  }

  private static List<String> lower(Dialect dialect) {
    return texts(dialect).stream().map(text -> text.toLowerCase(java.util.Locale.ROOT)).toList();
  }

  private static List<String> texts(Dialect dialect) {
    CockroachSchema schema = new CockroachSchema("my_t", dialect);
    List<String> texts = new ArrayList<>(schema.creation());
    texts.addAll(
        List.of(
            CockroachSchema.selectMeta(),
            CockroachSchema.insertMeta(),
            schema.read(),
            schema.readAll(),
            schema.held(),
            schema.lock(),
            schema.merge(),
            schema.mergeIfAbsent(),
            schema.mergeAll(),
            schema.insertAll(),
            schema.replaceAll(),
            schema.replaceStamp(),
            schema.replaceContent(),
            schema.list(),
            schema.listLive(),
            schema.purge()));
    return texts;
  }
}
