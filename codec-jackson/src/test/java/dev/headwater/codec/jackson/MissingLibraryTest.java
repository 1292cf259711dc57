package dev.headwater.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The codecs as a program sees them that has Jackson, but not its binary formats. */
class MissingLibraryTest {

  @Test
  void jsonWorksWithoutTheLibrariesOfTheOthers() throws Exception {
    assertThat(codec("json")).isNotNull();
  }

  @Test
  void aMissingLibraryIsNamed() {
    assertNames("cbor", "jackson-dataformat-cbor");
    assertNames("smile", "jackson-dataformat-smile");
  }

  private static void assertNames(String encoding, String library) {
    assertThatThrownBy(() -> codec(encoding))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'" + encoding + "'")
        .hasMessageContaining(library);
  }

  private static Object codec(String encoding) throws Exception {
    try (URLClassLoader loader = new WithoutBinaryFormats()) {
      return loader
          .loadClass(JacksonCodecs.class.getName())
          .getMethod(encoding, Class.class)
          .invoke(null, String.class);
    }
  }

  private static final class WithoutBinaryFormats extends URLClassLoader {
    WithoutBinaryFormats() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() {
      String[] parts = System.getProperty("java.class.path").split(File.pathSeparator, -1);
      return Arrays.stream(parts).map(WithoutBinaryFormats::url).toArray(URL[]::new);
    }

    private static URL url(String part) {
      try {
        return Path.of(part).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(part, e);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("com.fasterxml.jackson.dataformat.")) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }
}
