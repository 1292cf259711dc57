package dev.headwater.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.headwater.store.Codec;
import dev.headwater.store.CodecException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes wrong is told without a piece of the value, here "secret" or 4711. */
class MessagesTest {

  @Test
  void aWrongTypeIsToldByItsPlace() {
    String json = "{\"name\":\"x\",\"addresses\":[{\"street\":\"s\"},{\"street\":[\"secret\"]}]}";
    assertThat(failure(JacksonCodecs.json(Person.class), json))
        .contains("Person as json", "MismatchedInputException at .addresses[1].street", "(byte ");
    assertThat(failure(JacksonCodecs.json(Person.class), "{\"born\":\"secret\"}"))
        .contains("InvalidFormatException at .born");
  }

  @Test
  void brokenSyntaxIsToldByItsOffset() {
    assertThat(failure(JacksonCodecs.json(Person.class), "{\"name\": secret}"))
        .contains("JsonParseException", "(byte ");
    assertThat(failure(JacksonCodecs.json(Person.class), "secret")).contains("JsonParseException");
  }

  @Test
  void theKeysOfMapsAreNotTold() {
    assertThat(failure(JacksonCodecs.json(Person.class), "{\"scores\":{\"secret\":\"x\"}}"))
        .contains("at .scores.?");
    assertThat(
            failure(
                JacksonCodecs.json(new TypeReference<Map<Integer, Integer>>() {}),
                "{\"secret\":1}"))
        .contains("InvalidFormatException (byte 1)");
    assertThat(failure(JacksonCodecs.json(Person.Open.class), "{\"secret\":\"x\"}"))
        .contains("at .?");
  }

  @Test
  void whatAConstructorSaysIsNotTold() {
    assertThat(failure(JacksonCodecs.json(Person.Positive.class), "{\"number\":-4711}"))
        .contains("ValueInstantiationException caused by IllegalArgumentException");
  }

  @Test
  void aTypeThatJacksonDoesNotKnowIsExplained() {
    assertThat(failure(JacksonCodecs.json(Instant.class), "\"secret\"")).contains("jsr310");
    CodecException failure =
        catchThrowableOfType(
            CodecException.class,
            () -> JacksonCodecs.json(Instant.class).encode(Instant.ofEpochSecond(4711)));
    assertThat(printed(failure))
        .contains("can't be written as json", "jsr310")
        .doesNotContain("4711");
  }

  @Test
  void aValueThatRefusesToBeWrittenIsToldByItsPlace() {
    CodecException failure =
        catchThrowableOfType(
            CodecException.class,
            () ->
                JacksonCodecs.json(new TypeReference<List<Stubborn>>() {})
                    .encode(List.of(new Stubborn("secret"))));
    assertThat(printed(failure))
        .contains("at [0].answer", "UnsupportedOperationException")
        .doesNotContain("secret");
  }

  record Stubborn(Object answer) {
    @Override
    public Object answer() {
      if (answer.equals("secret")) {
        throw new UnsupportedOperationException("secret");
      }
      return answer;
    }
  }

  private static String failure(Codec<?> codec, String json) {
    CodecException failure =
        catchThrowableOfType(CodecException.class, () -> codec.decode(json.getBytes(UTF_8)));
    assertThat(printed(failure)).doesNotContain("secret").doesNotContain("4711");
    return String.valueOf(failure.getMessage());
  }

  /** All that a log would show. */
  private static String printed(CodecException failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
