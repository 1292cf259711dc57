package dev.headwater.benchmarks.behind;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes that say on standard output that they were acknowledged, after they were. Nothing is
 * buffered: what was said before a kill has been said.
 */
final class Acknowledgements {

  static final String REFUSED = "refused";

  private final Contender contender;
  private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);

  Acknowledgements(Contender contender) {
    this.contender = contender;
  }

  void put(String key, long version) throws IOException {
    write(new Operation(key, version));
  }

  void delete(String key) throws IOException {
    write(Operation.deletion(key));
  }

  private void write(Operation operation) throws IOException {
    String said = operation.line();
    try {
      if (operation.isDeletion()) {
        contender.delete(operation.key());
      } else {
        contender.put(operation.key(), Operation.value(operation.version()));
      }
    } catch (Exception e) {
      said = REFUSED + "\n"; // whatever the reason: it was not acknowledged
    }
    output.write(said.getBytes(StandardCharsets.US_ASCII));
  }
}
