package dev.headwater.github.emulator;

import dev.headwater.github.emulator.RateAccount.Admission;
import dev.headwater.github.emulator.RateAccount.PrimaryReached;
import dev.headwater.github.emulator.RateAccount.SecondaryReached;
import dev.headwater.github.emulator.RateLimits.Announcement;
import dev.headwater.github.emulator.git.RefView.Sight;
import dev.headwater.github.emulator.rest.Answer;
import dev.headwater.github.emulator.rest.AppTokens;
import dev.headwater.github.emulator.rest.Call;
import dev.headwater.github.emulator.rest.Caller;
import dev.headwater.github.emulator.rest.Routes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may ask, how often, and for what; then the routes, and whether the client has it already. */
final class Checks {
  private static final Logger log = LoggerFactory.getLogger(Checks.class);
  private static final String ENTERPRISE = "/api/v3";

  private final Tokens tokens;
  private final Faults faults;
  private final Routes routes;
  private final Optional<AppTokens> app;
  private final Supplier<RateLimits> limits;
  private final InstantSource time;

  Checks(
      Tokens tokens,
      Faults faults,
      Routes routes,
      Optional<AppTokens> app,
      Supplier<RateLimits> limits,
      InstantSource time) {
    this.tokens = tokens;
    this.faults = faults;
    this.routes = routes;
    this.app = app;
    this.limits = limits;
    this.time = time;
  }

  Answer answer(RawRequest request, Sight sight) {
    return request.underWay() > limits.get().concurrent()
        ? announced(new SecondaryReached(Duration.ofMinutes(1)))
        : authorized(request, sight);
  }

  private Answer authorized(RawRequest request, Sight sight) {
    String authorization = request.header("authorization");
    if (app.isPresent() && AppTokens.isMeant(request.line().method(), path(request))) {
      return granted(app.get(), request);
    }
    if (authorization.isEmpty()) {
      return path(request).equals("/user")
          ? Answer.error(401, "Requires authentication")
          : Answer.error(404, "Not Found");
    }
    Optional<Tokens.Holder> holder = tokens.find(authorization, time.instant());
    return holder.isPresent()
        ? limited(request, holder.get(), sight)
        : Answer.error(401, "Bad credentials");
  }

  private Answer granted(AppTokens granting, RawRequest request) {
    return granting.grant(
        path(request),
        Tokens.secret(request.header("authorization")),
        time.instant(),
        (secret, end) -> tokens.accept(AccessToken.installation(secret).expiringAt(end)));
  }

  private Answer limited(RawRequest request, Tokens.Holder holder, Sight sight) {
    RateLimits now = limits.get();
    Instant instant = time.instant();
    if (path(request).equals("/rate_limit")) {
      return now.hasPrimary()
          ? permitted(request, holder, sight)
          : Answer.error(404, "Rate limiting is not enabled.");
    }
    Admission admission = holder.account().admit(request.line(), now, instant);
    if (admission instanceof PrimaryReached) {
      return LimitAnswers.primary(holder.account().quota(now, instant));
    }
    if (admission instanceof SecondaryReached reached) {
      return announced(reached);
    }
    Answer answer = Etags.answer(request, permitted(request, holder, sight));
    if (answer.status() == 304) {
      holder.account().refund();
    }
    return now.hasPrimary()
        ? answer.with(LimitAnswers.headers(holder.account().quota(now, instant)))
        : answer;
  }

  private Answer announced(SecondaryReached reached) {
    return limits.get().announcement() == Announcement.HEADERS
        ? LimitAnswers.secondary(reached.retryAfter())
        : LimitAnswers.secondaryWithoutHeaders();
  }

  private Answer permitted(RawRequest request, Tokens.Holder holder, Sight sight) {
    AccessToken token = holder.token();
    if (path(request).startsWith("/repos/")) {
      if (token.access() == AccessToken.Access.NONE) {
        return Answer.error(404, "Not Found");
      }
      if (request.line().isWrite() && token.access() == AccessToken.Access.READ) {
        return Answer.error(403, readOnly(token));
      }
      if (request.line().isWrite() && faults.isArchived()) {
        return Answer.error(403, "Repository was archived so is read-only.");
      }
    }
    return routed(request, holder.caller(limits.get(), time.instant()), sight);
  }

  private static String readOnly(AccessToken token) {
    return switch (token.kind()) {
      case CLASSIC -> "Must have push access to repository";
      case FINE_GRAINED -> "Resource not accessible by personal access token";
      case INSTALLATION -> "Resource not accessible by integration";
    };
  }

  private Answer routed(RawRequest request, Caller caller, Sight sight) {
    String method = request.line().method();
    Call call =
        new Call(
            method.equals("HEAD") ? "GET" : method,
            path(request),
            request.query(),
            request.headers(),
            request.body(),
            Map.of(),
            caller,
            sight);
    try {
      return routes.answer(call);
    } catch (IOException | RuntimeException e) {
      log.warn("{} failed", request.line(), e);
      return Answer.error(500, "Server Error");
    }
  }

  private static String path(RawRequest request) {
    String path = request.line().path();
    return path.startsWith(ENTERPRISE + "/") ? path.substring(ENTERPRISE.length()) : path;
  }
}
