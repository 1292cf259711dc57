package dev.headwater.chain;

import dev.headwater.store.EntryCursor;
import dev.headwater.store.Page;

/** A listing of the authority: who has read it does not read an older copy from memory then. */
record HeardCursor(EntryCursor authority, LocalCopies copies) implements EntryCursor {

  @Override
  public Page next() {
    Page page = authority.next();
    page.entries().forEach(copies::changed);
    return page;
  }

  @Override
  public void close() {
    authority.close();
  }
}
