package dev.headwater.github.emulator;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.headwater.github.emulator.Fault.Moment;
import dev.headwater.github.emulator.git.RefView.Sight;
import dev.headwater.github.emulator.rest.Answer;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes every request through faults, checks and routes, and writes down what became of it. */
final class Front {
  private static final Answer BAD_GATEWAY = Answer.error(502, "Server Error");

  private final Faults faults;
  private final Checks checks;
  private final Requests requests;
  private final Consumer<Exchange> listener;
  private final InstantSource time;
  private final Supplier<RateLimits> limits;

  Front(
      Faults faults,
      Checks checks,
      Requests requests,
      Consumer<Exchange> listener,
      InstantSource time,
      Supplier<RateLimits> limits) {
    this.faults = faults;
    this.checks = checks;
    this.requests = requests;
    this.listener = listener;
    this.time = time;
    this.limits = limits;
  }

  Reply serve(RawRequest request) {
    List<Fault> drawn = faults.draw(request.line());
    delay(drawn);
    Reply reply = dated(faulty(request, drawn));
    record(request, reply);
    return reply;
  }

  private Reply dated(Reply reply) {
    if (!(reply instanceof Reply.Answered answered)) {
      return reply;
    }
    String date = RFC_1123_DATE_TIME.format(time.instant().atOffset(ZoneOffset.UTC));
    return new Reply.Answered(answered.answer().with("Date", date));
  }

  private void delay(List<Fault> drawn) {
    for (Fault fault : drawn) {
      if (fault instanceof Fault.Slow slow) {
        faults.gate().pause(slow.delay());
      }
    }
    holdAt(Moment.BEFORE, drawn);
  }

  private void holdAt(Moment moment, List<Fault> drawn) {
    if (drawn.contains(Fault.held(moment))) {
      faults.gate().hold();
    }
  }

  private Reply faulty(RawRequest request, List<Fault> drawn) {
    for (Fault fault : drawn) {
      if (decides(fault)) {
        return decided(request, fault, drawn);
      }
    }
    return new Reply.Answered(applied(request, drawn));
  }

  private static boolean decides(Fault fault) {
    return !(fault instanceof Fault.Slow
        || fault instanceof Fault.Held
        || fault instanceof Fault.Stale);
  }

  private Reply decided(RawRequest request, Fault fault, List<Fault> drawn) {
    if (fault.equals(Fault.badGateway(Moment.AFTER)) || fault.equals(Fault.cut(Moment.AFTER))) {
      applied(request, drawn);
    }
    return fault instanceof Fault.Cut ? new Reply.Closed() : new Reply.Answered(answer(fault));
  }

  private Answer answer(Fault fault) {
    if (fault instanceof Fault.SecondaryLimit limit) {
      return LimitAnswers.secondary(limit.retryAfter());
    }
    if (fault instanceof Fault.SilentLimit) {
      return LimitAnswers.secondaryWithoutHeaders();
    }
    if (fault instanceof Fault.PrimaryLimit limit) {
      return LimitAnswers.primary(
          LimitAnswers.usedUp(limits.get(), time.instant().plus(limit.untilReset())));
    }
    if (fault instanceof Fault.Refused refused) {
      return Answer.error(refused.status(), refused.message());
    }
    return BAD_GATEWAY;
  }

  private Answer applied(RawRequest request, List<Fault> drawn) {
    Sight sight = drawn.contains(Fault.stale()) ? Sight.PREVIOUS : Sight.CURRENT;
    Answer answer = checks.answer(request, sight);
    holdAt(Moment.AFTER, drawn);
    return answer;
  }

  private void record(RawRequest request, Reply reply) {
    if (reply instanceof Reply.Answered answered) {
      Answer answer = answered.answer();
      log(request, answer.status(), answer.body().length);
      listener.accept(Exchanges.of(request, answer));
    } else {
      log(request, 0, 0);
    }
  }

  private void log(RawRequest request, int status, long responseBytes) {
    requests.add(new LoggedRequest(request.line(), status, request.body().length, responseBytes));
  }
}
