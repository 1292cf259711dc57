package dev.headwater.chain.outbox;

/** Is told what becomes of the items of a key, in order. */
interface Ledger {

  /** The item's write, or its state, is another one now. */
  void rewritten(Item item);

  /** The item is owed to fewer layers, or has come further. */
  void progressed(Item item);

  /** The item is no more. */
  void gone(Item item);

  /** These layers will not get the item, for this reason. */
  void fate(Item item, LayerSet layers, Delivery.State state);
}
