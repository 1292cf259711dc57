package dev.headwater.github.emulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.jgit.lib.PersonIdent;

/** The author and the committer that a request names, or the caller. */
final class Identities {
  private Identities() {}

  /** The author, else the committer, else the caller. */
  static PersonIdent author(JsonNode body, Caller caller, InstantSource time) {
    return named(body, "author", time)
        .or(() -> named(body, "committer", time))
        .orElseGet(() -> caller(caller, time));
  }

  /** The committer, else the author, else the caller. */
  static PersonIdent committer(JsonNode body, Caller caller, InstantSource time) {
    return named(body, "committer", time)
        .or(() -> named(body, "author", time))
        .orElseGet(() -> caller(caller, time));
  }

  private static Optional<PersonIdent> named(JsonNode body, String field, InstantSource time) {
    JsonNode person = body.path(field);
    if (!person.isObject()) {
      return Optional.empty();
    }
    Instant when =
        Json.text(person, "date").map(Identities::instant).orElseGet(() -> seconds(time.instant()));
    return Optional.of(ident(Json.required(person, "name"), Json.required(person, "email"), when));
  }

  private static PersonIdent caller(Caller caller, InstantSource time) {
    String mail = caller.login() + "@users.noreply.github.com";
    return ident(caller.login(), mail, seconds(time.instant()));
  }

  private static PersonIdent ident(String name, String mail, Instant when) {
    return new PersonIdent(name, mail, when, ZoneOffset.UTC);
  }

  private static Instant instant(String text) {
    try {
      return seconds(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw Refusal.of(422, "Invalid date: " + text);
    }
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
