package dev.headwater.codec.jackson;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values for tests. Their properties are declared out of alphabetical order. */
record Person(String name, int born, List<Address> addresses, Map<String, Integer> scores) {

  static final Person ADA =
      new Person(
          "Ada",
          1815,
          List.of(new Address("St James's Square", new byte[] {1, 2, 3})),
          new HashMap<>(Map.of("zeta", 1, "alpha", 2, "mu", 3)));

  @SuppressWarnings("ArrayRecordComponent")
  record Address(String street, byte[] picture) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Address address
          && street.equals(address.street)
          && java.util.Arrays.equals(picture, address.picture);
    }

    @Override
    public int hashCode() {
      return street.hashCode();
    }
  }

  /** Refuses what is not positive, and quotes it. */
  record Positive(int number) {
    Positive {
      if (number < 1) {
        throw new IllegalArgumentException("not positive: " + number);
      }
    }
  }

  record Big(BigInteger number) {}

  record Nested(Nested inner) {}

  /** Takes what it does not declare. */
  static final class Open {
    private final Map<String, Integer> rest = new HashMap<>();

    @JsonAnySetter
    void put(String name, int value) {
      rest.put(name, value);
    }

    Map<String, Integer> rest() {
      return rest;
    }
  }
}
