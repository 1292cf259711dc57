package dev.headwater.cli.github;

import dev.headwater.cli.output.Json;
import dev.headwater.cli.output.Line;
import dev.headwater.cli.output.Quoting;
import dev.headwater.github.emulator.Exchange;

/**
 * A request that an emulator has answered, in one line.
 *
 * @param request the method and the address
 * @param status the answer's; 0 if the connection was cut instead
 */
record RequestLineText(String request, int status) implements Line {

  static RequestLineText of(Exchange exchange) {
    return new RequestLineText(exchange.line().toString(), exchange.status());
  }

  @Override
  public String text() {
    return "%s  %s".formatted(status == 0 ? "cut" : status, Quoting.line(request));
  }

  @Override
  public Json json() {
    return Json.ofType("request").with("request", request).with("status", status);
  }
}
