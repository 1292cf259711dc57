package dev.headwater.cli.demo;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Finds the checkout that this program was built in. */
final class Checkout {

  private Checkout() {}

  /** The checkout's root; the working directory if this program is not in one. */
  static Path root() {
    CodeSource source = Checkout.class.getProtectionDomain().getCodeSource();
    Path here = Path.of("").toAbsolutePath();
    if (source == null) {
      return here;
    }
    try {
      for (Path path = Path.of(source.getLocation().toURI());
          path != null;
          path = path.getParent()) {
        if (Files.exists(path.resolve(".git"))) {
          return path;
        }
      }
      return here;
    } catch (URISyntaxException e) {
      return here;
    }
  }
}
