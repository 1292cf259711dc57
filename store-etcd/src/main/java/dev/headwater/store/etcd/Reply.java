package dev.headwater.store.etcd;

import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnResponse;
import org.jspecify.annotations.Nullable;

/**
 * How one of {@link EtcdTransactions} on one key ended.
 *
 * @param effect whether it put the record
 * @param found what was there before, as far as it was asked; {@code null} if there was nothing
 */
record Reply(Effect effect, @Nullable KeyValue found) {

  /** Whether the record was put. */
  enum Effect {
    PUT,
    KEPT
  }

  static Reply of(TxnResponse response) {
    ResponseOp last = response.getResponses(0);
    return switch (last.getResponseCase()) {
      case RESPONSE_TXN -> of(last.getResponseTxn());
      case RESPONSE_PUT ->
          new Reply(
              Effect.PUT,
              last.getResponsePut().hasPrevKv() ? last.getResponsePut().getPrevKv() : null);
      case RESPONSE_RANGE -> new Reply(Effect.KEPT, only(last.getResponseRange()));
      case RESPONSE_DELETE_RANGE, RESPONSE_NOT_SET ->
          throw new IllegalArgumentException("unexpected answer: " + last.getResponseCase());
    };
  }

  boolean put() {
    return effect == Effect.PUT;
  }

  private static @Nullable KeyValue only(RangeResponse range) {
    return range.getKvsCount() == 0 ? null : range.getKvs(0);
  }
}
