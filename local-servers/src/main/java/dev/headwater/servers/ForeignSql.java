package dev.headwater.servers;

/** A SQL server that somebody else runs, given by its address; it is used but never stopped. */
record ForeignSql(SqlAddress address) implements SqlNode {
  @Override
  public String origin() {
    return "at " + address.uri() + " as " + SqlFinder.ADDRESS + " says";
  }

  @Override
  public void kill() {
    throw notOurs();
  }

  @Override
  public void restart() {
    throw notOurs();
  }

  private UnsupportedOperationException notOurs() {
    return new UnsupportedOperationException(
        "The server " + origin() + " belongs to somebody else");
  }

  @Override
  public void close() {
    // It was running before and goes on running.
  }
}
