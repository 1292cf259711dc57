package dev.headwater.store.etcd;

import com.google.protobuf.ByteString;
import dev.headwater.store.Stamp;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.util.List;

/**
 * The transactions of this store. Pure.
 *
 * <p>etcd compares values as unsigned bytes, and a record begins with its stamp, so that a
 * comparison with a stamp's 16 bytes is a comparison of stamps. A value compared with its own
 * stamp's bytes is greater, being longer; a key that is not there compares as false.
 */
final class EtcdTransactions {

  /** The most operations that etcd takes in one level of a transaction, unless told otherwise. */
  static final int MOST_OPERATIONS = 128;

  /**
   * The most nested transactions of {@link #merge} or {@link #purge}: what they need themselves
   * counts against the same limit.
   */
  static final int MOST_NESTED = MOST_OPERATIONS - 2;

  /** The stamp that no record is above. */
  private static final Stamp LAST = new Stamp(Long.MAX_VALUE, Long.MAX_VALUE);

  /** What a transaction says of a put. */
  enum Previous {
    /** Nothing: what was there is not needed. */
    IGNORED,
    /** The value that was there before. */
    RETURNED
  }

  private EtcdTransactions() {}

  /**
   * Puts the record unless what is held has the same or a higher stamp, or is no record. To be
   * wrapped by {@link #merges}.
   *
   * <pre>
   * if value(key) &gt; stamp        // the same or newer, or foreign text
   * then get(key)
   * else if value(key) &lt; lowest  // empty or foreign bytes
   *      then get(key)
   *      else put(key, record)
   * </pre>
   */
  static TxnRequest merge(ByteString key, Stamp stamp, ByteString record, Previous previous) {
    TxnRequest unlessTooLow =
        TxnRequest.newBuilder()
            .addCompare(value(key, CompareResult.LESS, EtcdRecords.LOWEST))
            .addSuccess(get(key))
            .addFailure(put(key, record, previous))
            .build();
    return TxnRequest.newBuilder()
        .addCompare(value(key, CompareResult.GREATER, EtcdRecords.header(stamp)))
        .addSuccess(get(key))
        .addFailure(nested(unlessTooLow))
        .build();
  }

  /** Puts the record if nothing is there; else gets what is there. */
  static TxnRequest putIfNothing(ByteString key, ByteString record) {
    return putIf(key, record, writtenAt(key, 0));
  }

  /** Puts the record if what is there has this stamp; else gets what is there. */
  static TxnRequest putIfStamp(ByteString key, ByteString record, Stamp stamp) {
    return putIf(
        key,
        record,
        value(key, CompareResult.GREATER, EtcdRecords.header(stamp)),
        value(key, CompareResult.LESS, EtcdRecords.headerAbove(stamp)));
  }

  /** Puts the record if the key was last written at this revision; else gets what is there. */
  static TxnRequest putIfRevision(ByteString key, ByteString record, long modRevision) {
    return putIf(key, record, writtenAt(key, modRevision));
  }

  /** Gets what is at each key, all at one revision. */
  static TxnRequest gets(Iterable<ByteString> keys) {
    TxnRequest.Builder all = TxnRequest.newBuilder();
    for (ByteString key : keys) {
      all.addSuccess(get(key));
    }
    return all.build();
  }

  /**
   * Deletes a record whose stamp is not above this one, and, up to the {@linkplain #LAST last}
   * stamp, whatever is there.
   */
  static TxnRequest purge(ByteString key, Stamp upTo) {
    TxnRequest.Builder purge = TxnRequest.newBuilder();
    if (upTo.equals(LAST)) {
      purge.addCompare(isThere(key));
    } else {
      purge.addCompare(value(key, CompareResult.GREATER, EtcdRecords.LOWEST));
      purge.addCompare(value(key, CompareResult.LESS, EtcdRecords.headerAbove(upTo)));
    }
    return purge.addSuccess(delete(key)).build();
  }

  /**
   * Merges, all in one revision.
   *
   * <p>The put in the branch that is never taken is for etcd's space quota, which looks for puts in
   * the outermost transaction only and lets nested ones fill the disk.
   */
  static TxnRequest merges(List<TxnRequest> merges, ByteString anyKey) {
    return together(merges).addFailure(put(anyKey, ByteString.EMPTY, Previous.IGNORED)).build();
  }

  /** Purges, all in one revision. */
  static TxnRequest purges(List<TxnRequest> purges) {
    return together(purges).build();
  }

  private static TxnRequest.Builder together(List<TxnRequest> transactions) {
    TxnRequest.Builder all = TxnRequest.newBuilder();
    transactions.forEach(transaction -> all.addSuccess(nested(transaction)));
    return all;
  }

  /** The key was last written at this revision, or, with 0, is not there. */
  static Compare writtenAt(ByteString key, long modRevision) {
    return Compare.newBuilder()
        .setKey(key)
        .setTarget(CompareTarget.MOD)
        .setResult(CompareResult.EQUAL)
        .setModRevision(modRevision)
        .build();
  }

  static RequestOp get(ByteString key) {
    return RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(key)).build();
  }

  static RequestOp put(ByteString key, ByteString record, Previous previous) {
    return RequestOp.newBuilder()
        .setRequestPut(
            PutRequest.newBuilder()
                .setKey(key)
                .setValue(record)
                .setPrevKv(previous == Previous.RETURNED))
        .build();
  }

  private static RequestOp delete(ByteString key) {
    return RequestOp.newBuilder()
        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key))
        .build();
  }

  private static Compare isThere(ByteString key) {
    return Compare.newBuilder()
        .setKey(key)
        .setTarget(CompareTarget.VERSION)
        .setResult(CompareResult.GREATER)
        .setVersion(0)
        .build();
  }

  private static TxnRequest putIf(ByteString key, ByteString record, Compare... conditions) {
    return TxnRequest.newBuilder()
        .addAllCompare(List.of(conditions))
        .addSuccess(put(key, record, Previous.IGNORED))
        .addFailure(get(key))
        .build();
  }

  private static RequestOp nested(TxnRequest transaction) {
    return RequestOp.newBuilder().setRequestTxn(transaction).build();
  }

  private static Compare value(ByteString key, CompareResult result, ByteString bytes) {
    return Compare.newBuilder()
        .setKey(key)
        .setTarget(CompareTarget.VALUE)
        .setResult(result)
        .setValue(bytes)
        .build();
  }
}
