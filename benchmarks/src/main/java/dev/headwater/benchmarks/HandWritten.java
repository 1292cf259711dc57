package dev.headwater.benchmarks;

import dev.headwater.store.EncodedValue;
import dev.headwater.store.Entry;
import dev.headwater.store.EntryRecord;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What a good engineer would write by hand, without Headwater, to merge entries into one server:
 * the same last-writer-wins rule, in the fastest form known for it.
 */
final class HandWritten {

  private static final int ETCD_NESTED = 100;
  private static final int ETCD_IN_FLIGHT = 4;
  private static final int SQL_ROWS = 1000;

  private HandWritten() {}

  /** Nested transactions of 100 keys, four in flight. */
  static void writeEtcd(Client client, String prefix, List<Entry> entries) throws Exception {
    Deque<CompletableFuture<TxnResponse>> inFlight = new ArrayDeque<>();
    KV kv = client.getKVClient();
    for (List<Entry> chunk : Bench.chunks(entries, ETCD_NESTED)) {
      Op[] merges = chunk.stream().map(entry -> merge(prefix, entry)).toArray(Op[]::new);
      inFlight.add(kv.txn().Then(merges).commit());
      if (inFlight.size() == ETCD_IN_FLIGHT) {
        inFlight.remove().get(30, TimeUnit.SECONDS);
      }
    }
    for (CompletableFuture<TxnResponse> transaction : inFlight) {
      transaction.get(30, TimeUnit.SECONDS);
    }
  }

  private static Op merge(String prefix, Entry entry) {
    ByteSequence key = etcdKey(prefix, entry);
    ByteSequence stamp = ByteSequence.from(EntryRecord.stampBytes(entry.stamp()));
    return Op.txn(
        new Cmp[] {new Cmp(key, Cmp.Op.GREATER, CmpTarget.value(stamp))},
        new Op[] {Op.get(key, GetOption.DEFAULT)},
        new Op[] {Op.put(key, ByteSequence.from(EntryRecord.body(entry)), PutOption.DEFAULT)});
  }

  /** One merge, as one flat transaction. */
  static void writeEtcdOne(Client client, String prefix, Entry entry) throws Exception {
    ByteSequence key = etcdKey(prefix, entry);
    ByteSequence stamp = ByteSequence.from(EntryRecord.stampBytes(entry.stamp()));
    client
        .getKVClient()
        .txn()
        .If(new Cmp(key, Cmp.Op.GREATER, CmpTarget.value(stamp)))
        .Then(Op.get(key, GetOption.DEFAULT))
        .Else(Op.put(key, ByteSequence.from(EntryRecord.body(entry)), PutOption.DEFAULT))
        .commit()
        .get(30, TimeUnit.SECONDS);
  }

  static ByteSequence etcdKey(String prefix, Entry entry) {
    return ByteSequence.from(prefix + "/" + entry.key().text(), StandardCharsets.UTF_8);
  }

  static void createTable(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE %s (k BYTEA PRIMARY KEY, hlc BIGINT NOT NULL, origin BIGINT NOT NULL,
            tombstone BOOLEAN NOT NULL, expires_at BIGINT NOT NULL, encoding TEXT, v BYTEA,
            hash BYTEA NOT NULL)"""
              .formatted(table));
    }
  }

  /** As {@link #createTable}, with what a feed needs: the writer's transaction, and its index. */
  static void createTableWithFeed(Connection connection, String table) throws SQLException {
    createTable(connection, table);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE %s ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()"
              .formatted(table));
      statement.execute("CREATE INDEX ON %s (xid)".formatted(table));
    }
  }

  /** {@code unnest} of 1,000 rows, one connection, a commit each. */
  static void writeSql(Connection connection, String table, List<Entry> entries)
      throws SQLException {
    for (List<Entry> chunk : Bench.chunks(entries, SQL_ROWS)) {
      writeSqlRows(connection, table, chunk);
    }
  }

  static void writeSqlRows(Connection connection, String table, List<Entry> rows)
      throws SQLException {
    String sql =
        """
        INSERT INTO %1$s (k, hlc, origin, tombstone, expires_at, encoding, v, hash)
        SELECT * FROM unnest(?::bytea[], ?::int8[], ?::int8[], ?::bool[], ?::int8[], ?::text[],
          ?::bytea[], ?::bytea[])
        ON CONFLICT (k) DO UPDATE SET hlc = excluded.hlc, origin = excluded.origin,
          tombstone = excluded.tombstone, expires_at = excluded.expires_at,
          encoding = excluded.encoding, v = excluded.v, hash = excluded.hash
        WHERE (excluded.hlc, excluded.origin) > (%1$s.hlc, %1$s.origin)"""
            .formatted(table);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, bytes(connection, rows, e -> e.key().utf8()));
      statement.setArray(2, array(connection, "int8", rows, e -> e.stamp().hlc()));
      statement.setArray(3, array(connection, "int8", rows, e -> e.stamp().origin()));
      statement.setArray(4, array(connection, "bool", rows, Entry::isTombstone));
      statement.setArray(5, array(connection, "int8", rows, e -> EncodedValue.NEVER));
      statement.setArray(6, array(connection, "text", rows, e -> value(e).encoding()));
      statement.setArray(7, bytes(connection, rows, e -> value(e).sharedBytes()));
      statement.setArray(8, bytes(connection, rows, e -> e.hash().bytes()));
      statement.executeUpdate();
    }
  }

  /** A statement that reads one row by its key. */
  static PreparedStatement select(Connection connection, String table) throws SQLException {
    return connection.prepareStatement(
        "SELECT hlc, origin, tombstone, expires_at, encoding, v, hash FROM %s WHERE k = ?"
            .formatted(table));
  }

  /** A statement that merges one row. */
  static PreparedStatement upsert(Connection connection, String table) throws SQLException {
    return connection.prepareStatement(
        """
        INSERT INTO %1$s (k, hlc, origin, tombstone, expires_at, encoding, v, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (k) DO UPDATE SET hlc = excluded.hlc, origin = excluded.origin,
          tombstone = excluded.tombstone, expires_at = excluded.expires_at,
          encoding = excluded.encoding, v = excluded.v, hash = excluded.hash
        WHERE (excluded.hlc, excluded.origin) > (%1$s.hlc, %1$s.origin)"""
            .formatted(table));
  }

  static void writeSqlOne(PreparedStatement upsert, Entry entry) throws SQLException {
    upsert.setBytes(1, entry.key().utf8());
    upsert.setLong(2, entry.stamp().hlc());
    upsert.setLong(3, entry.stamp().origin());
    upsert.setBoolean(4, entry.isTombstone());
    upsert.setLong(5, EncodedValue.NEVER);
    upsert.setString(6, value(entry).encoding());
    upsert.setBytes(7, value(entry).sharedBytes());
    upsert.setBytes(8, entry.hash().bytes());
    upsert.executeUpdate();
  }

  private interface Column {
    Object of(Entry entry);
  }

  private static Array array(Connection connection, String type, List<Entry> rows, Column column)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column::of).toArray());
  }

  private static Array bytes(
      Connection connection, List<Entry> rows, Function<Entry, byte[]> column) throws SQLException {
    return connection.createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  private static EncodedValue value(Entry entry) {
    EncodedValue value = entry.value();
    if (value == null) {
      throw new IllegalArgumentException("a benchmark writes no tombstones");
    }
    return value;
  }
}
