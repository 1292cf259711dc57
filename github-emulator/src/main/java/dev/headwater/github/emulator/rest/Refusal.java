package dev.headwater.github.emulator.rest;

/** A call that is answered with an error. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  private Refusal(Answer answer, String message) {
    super(message, null, false, false);
    this.answer = answer;
  }

  static Refusal of(int status, String message) {
    return new Refusal(Answer.error(status, message), message);
  }

  static Refusal notFound() {
    return of(404, "Not Found");
  }

  static Refusal emptyRepository() {
    return of(409, "Git Repository is empty.");
  }

  static Refusal noCommit(String name) {
    return of(422, "No commit found for SHA: " + name);
  }

  /** What to answer. */
  public Answer answer() {
    return answer;
  }
}
