package dev.headwater.store.etcd;

/** What a failed request to etcd means for what was asked, and for trying again. */
enum Failure {
  /** It never reached a server. */
  UNREACHED,
  /** It may have happened: the answer is missing. */
  AMBIGUOUS,
  /** The server refused it for now. */
  BUSY,
  /** The token of the login is too old. */
  LOGIN_EXPIRED,
  /** The server's database is full, or damaged: nothing happens until somebody mends it. */
  OUT_OF_SERVICE,
  /** The user, or the certificate, is not let in. */
  DENIED,
  /** The server asks for a user, and there is none. */
  USER_MISSING,
  /** The connection could not be encrypted. */
  TLS,
  /** The request is above the server's limits. */
  REQUEST_TOO_LARGE,
  /** The answer is above this client's limit. */
  ANSWER_TOO_LARGE,
  /** The history up to the revision was compacted away. */
  COMPACTED,
  /** The revision is yet to come: the server lost what it had. */
  FUTURE_REVISION,
  /** The server does not take such requests at all. */
  UNSUPPORTED;

  /** Whether asking again, soon, is right. */
  boolean isTransient() {
    return this == UNREACHED || this == AMBIGUOUS || this == BUSY || this == LOGIN_EXPIRED;
  }

  /** Whether a write that failed so may have happened. */
  boolean mayHaveHappened() {
    return this == AMBIGUOUS;
  }
}
