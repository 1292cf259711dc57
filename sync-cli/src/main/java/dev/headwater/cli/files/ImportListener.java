package dev.headwater.cli.files;

import dev.headwater.store.Key;

/** Is told how an import goes. */
public interface ImportListener {

  /** The files were counted; none has been written yet. */
  void counted(long files);

  /** So many files are done. */
  void reached(long files);

  /** A file was written. */
  void imported(Key key, long bytes);

  /** A file was left out. */
  void heldBack(HeldBack held);
}
