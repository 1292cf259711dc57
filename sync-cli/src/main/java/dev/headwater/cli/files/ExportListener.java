package dev.headwater.cli.files;

import dev.headwater.store.Key;

/** Is told how an export goes. */
public interface ExportListener {

  /** So many keys are done. */
  void reached(long keys);

  /** A file was written. */
  void exported(Key key, long bytes);

  /** A key was left out. */
  void heldBack(HeldBack held);
}
