package dev.headwater.chain.simulation;

import dev.headwater.testkit.simulation.Histories;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The product and its simulation once more, in a class loader of their own, with one source file
 * compiled anew: with a planted fault. Nothing of it touches the classes that others use.
 */
final class Mutant extends ClassLoader {

  private static final String OURS = "dev.headwater.";
  private static final List<String> SHARED =
      List.of(
          "dev.headwater.testkit.simulation.Histories", "dev.headwater.testkit.simulation.Trace");
  private static final List<String> MODULES = List.of("sync-chain", "store-api");

  private final Map<String, byte[]> compiled;

  private Mutant(Map<String, byte[]> compiled) {
    super(Mutant.class.getClassLoader());
    this.compiled = compiled;
  }

  /** The simulation of a product with this fault. */
  static Histories.History with(PlantedFault fault) {
    Mutant mutant = new Mutant(compile(fault.place(), fault.plant(source(fault.place()))));
    try {
      return (Histories.History)
          mutant.loadClass(ChainSimulation.class.getName()).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(fault + " can't be loaded", e);
    }
  }

  private static String source(String place) {
    for (String module : MODULES) {
      Path file = Path.of("..", module, "src/main/java/dev/headwater", place + ".java");
      if (Files.exists(file)) {
        try {
          return Files.readString(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new AssertionError("no source file " + place);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || SHARED.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = compiled.getOrDefault(name, new byte[0]);
    if (bytes.length == 0) {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  // --- compiling ---

  private static Map<String, byte[]> compile(String place, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new AssertionError("there is no Java compiler: the tests need a JDK");
    }
    StringWriter messages = new StringWriter();
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(
                  messages,
                  new InMemory(files, classes),
                  null,
                  List.of("-proc:none", "-nowarn", "-classpath", classPath()),
                  null,
                  List.of(new Source(place, source)))
              .call();
      if (!done) {
        throw new AssertionError(place + " does not compile with its fault: " + messages);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, byte[]> bytes = new HashMap<>();
    classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
    return bytes;
  }

  /* Surefire starts its process with a jar that names the rest. */
  private static String classPath() {
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path", "."));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String source;

    Source(String place, String source) {
      super(URI.create("string:///dev/headwater/" + place + ".java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String name,
        JavaFileObject.Kind kind,
        javax.tools.FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/')), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          classes.put(name, out);
          return out;
        }
      };
    }
  }
}
