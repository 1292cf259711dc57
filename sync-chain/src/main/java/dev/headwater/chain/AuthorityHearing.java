package dev.headwater.chain;

/** What the authority's feed means: whether copies are current. */
record AuthorityHearing(Attachment attachment, LocalCopies copies) implements FeedWatch.Hearing {

  /** The feed tells everything from here on, but not what changed first; memory begins anew. */
  @Override
  public void restarted() {
    copies.invalidateAll();
  }

  @Override
  public void alive() {
    attachment.alive();
  }

  @Override
  public void caughtUp() {
    attachment.caughtUp();
  }
}
