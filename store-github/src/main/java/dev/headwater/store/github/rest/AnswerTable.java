package dev.headwater.store.github.rest;

import java.util.List;
import java.util.Locale;

/**
 * What GitHub's refusals mean. It tells them apart by their texts as much as by their statuses; the
 * table is read from the top. GraphQL's errors have the status 200. Pure.
 */
final class AnswerTable {

  private static final int ANY_STATUS = 0;

  private static final List<Row> TABLE =
      List.of(
          new Row(401, "", GithubFailure.UNAUTHORIZED),
          new Row(ANY_STATUS, "archived", GithubFailure.ARCHIVED),
          new Row(ANY_STATUS, "protected branch", GithubFailure.PROTECTED),
          new Row(ANY_STATUS, "protected ref", GithubFailure.PROTECTED),
          new Row(ANY_STATUS, "rule violations", GithubFailure.PROTECTED),
          new Row(ANY_STATUS, "required status check", GithubFailure.PROTECTED),
          new Row(ANY_STATUS, "through a pull request", GithubFailure.PROTECTED),
          new Row(403, "access blocked", GithubFailure.BLOCKED),
          new Row(403, "saml", GithubFailure.SIGN_ON),
          new Row(403, "", GithubFailure.FORBIDDEN),
          new Row(404, "no common ancestor", GithubFailure.UNRELATED),
          new Row(404, "", GithubFailure.NOT_FOUND),
          new Row(409, "repository is empty", GithubFailure.EMPTY),
          new Row(409, "", GithubFailure.BUSY),
          new Row(410, "", GithubFailure.NOT_FOUND),
          new Row(413, "", GithubFailure.TOO_LARGE),
          new Row(200, "rate limit", GithubFailure.LIMITED),
          new Row(200, "something went wrong", GithubFailure.SERVER),
          new Row(200, "forbidden", GithubFailure.FORBIDDEN),
          new Row(200, "not accessible", GithubFailure.FORBIDDEN),
          new Row(200, "stale_data", GithubFailure.NOT_FAST_FORWARD),
          new Row(200, "expected", GithubFailure.NOT_FAST_FORWARD),
          new Row(200, "is at", GithubFailure.NOT_FAST_FORWARD),
          new Row(200, "lock ref", GithubFailure.NOT_FAST_FORWARD),
          new Row(422, "not a fast forward", GithubFailure.NOT_FAST_FORWARD),
          new Row(422, "already exists", GithubFailure.EXISTS),
          new Row(422, "\"sha\" wasn't supplied", GithubFailure.EXISTS),
          new Row(422, "reference does not exist", GithubFailure.NO_SUCH_BRANCH),
          new Row(422, "no commit found", GithubFailure.NO_SUCH_COMMIT),
          new Row(422, "object does not exist", GithubFailure.NOT_THERE_YET),
          new Row(422, "sha does not exist", GithubFailure.NOT_THERE_YET),
          new Row(422, "not a valid tree oid", GithubFailure.NOT_THERE_YET),
          new Row(422, "timed out", GithubFailure.SERVER),
          new Row(422, "malformed path", GithubFailure.MALFORMED_PATH),
          new Row(422, "path cannot", GithubFailure.MALFORMED_PATH),
          new Row(422, "too large", GithubFailure.TOO_LARGE),
          new Row(422, "too big", GithubFailure.TOO_LARGE),
          new Row(423, "", GithubFailure.BUSY),
          new Row(451, "", GithubFailure.BLOCKED));

  private AnswerTable() {}

  private record Row(int status, String text, GithubFailure failure) {
    boolean matches(int answered, String said) {
      return (status == ANY_STATUS || status == answered) && said.contains(text);
    }
  }

  /** What a refusal means that is not one of limits. */
  static GithubFailure meaning(int status, String said) {
    if (status >= 500 || status == 408) {
      return GithubFailure.SERVER;
    }
    String text = said.toLowerCase(Locale.ROOT);
    return TABLE.stream()
        .filter(row -> row.matches(status, text))
        .findFirst()
        .map(Row::failure)
        .orElse(GithubFailure.INVALID);
  }
}
