package dev.headwater.store;

/** A recorded deletion. It supersedes older values wherever it is merged. */
public enum Tombstone implements Content {
  /** The only tombstone: who deleted and when is in the entry's stamp. */
  TOMBSTONE
}
