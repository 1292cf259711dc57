package dev.headwater.store.github.rest;

/** What went wrong with a request. */
enum GithubFailure {
  /** There was no connection; nothing was sent. */
  UNREACHED,
  /** The server's certificate is not trusted; nothing was sent. */
  UNTRUSTED,
  /** Sent, and no whole answer came. */
  LOST,
  /** The server failed. */
  SERVER,
  /** The server's limits; nothing happened. */
  LIMITED,
  /** The credential is wrong, or has expired. */
  UNAUTHORIZED,
  /** The credential itself can't be had: its file or key is bad. */
  NO_CREDENTIAL,
  /** The organisation asks for a single sign-on. */
  SIGN_ON,
  /** The credential is good, and does not allow this. */
  FORBIDDEN,
  /** The repository was made read-only. */
  ARCHIVED,
  /** The branch is protected. */
  PROTECTED,
  /** GitHub itself closed the repository. */
  BLOCKED,
  /** There is no such thing, or the credential may not know. */
  NOT_FOUND,
  /** The branch or commit does not exist. */
  NO_SUCH_COMMIT,
  /** The repository has no commits. */
  EMPTY,
  /** The two commits have no common ancestor. */
  UNRELATED,
  /** Refused for now: others are at it, or the repository is being made. */
  BUSY,
  /** Refers to an object that this replica of the server does not have yet. */
  NOT_THERE_YET,
  /** The branch is not where it was. */
  NOT_FAST_FORWARD,
  /** The branch or file exists already. */
  EXISTS,
  /** The branch does not exist any more. */
  NO_SUCH_BRANCH,
  /** No path for Git. */
  MALFORMED_PATH,
  /** The request is too large. */
  TOO_LARGE,
  /** The answer is too large. */
  ANSWER_TOO_LARGE,
  /** Not as GitHub wants it. */
  INVALID,
  /** Sent elsewhere, where the credential must not go. */
  REDIRECTED,
  /** No answer of GitHub's: a proxy, a sign-in page. */
  NOT_GITHUB,
  /** The operation's time was up before it was sent. */
  NO_TIME,
  /** The waiting thread was interrupted. */
  INTERRUPTED
}
