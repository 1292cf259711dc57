package dev.headwater.it.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/**
 * The command that starts a {@link Victim}, made to start fast: its classes come from an archive
 * that the first of them leaves behind, and are compiled no further than a short life needs.
 */
final class Program {

  private final Path archive;
  private final List<String> classPath;
  private final Path sqlite;

  private Program(Path archive, List<String> classPath, Path sqlite) {
    this.archive = archive;
    this.classPath = classPath;
    this.sqlite = sqlite;
  }

  /**
   * The program, of the classes of this process.
   *
   * @param directory where it may keep files
   */
  static Program in(Path directory) {
    List<String> classPath = new ArrayList<>();
    for (String element :
        System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      Path path = Path.of(element);
      // The archive takes no classes of directories.
      Path jar =
          Files.isDirectory(path)
              ? packed(path, directory.resolve("classes" + classPath.size() + ".jar"))
              : path;
      classPath.add(jar.toString());
    }
    return new Program(directory.resolve("victim.jsa"), classPath, sqlite(directory));
  }

  /* Each process would unpack it anew, which takes a quarter of its start. */
  private static Path sqlite(Path directory) {
    String name = System.mapLibraryName("sqlitejdbc");
    String packed =
        "/org/sqlite/native/%s/%s".formatted(OSInfo.getNativeLibFolderPathForCurrentOS(), name);
    Path library = directory.resolve(name);
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(packed)) {
      Files.copy(Objects.requireNonNull(in, packed), library);
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException("SQLite could not be unpacked to " + library, e);
    }
  }

  private static Path packed(Path classes, Path jar) {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path path :
          files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, out);
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("no jar could be made of " + classes, e);
    }
  }

  /** A command whose process, if it ends by itself, leaves the archive for those to come. */
  List<String> first(Orders orders) {
    return command("-XX:ArchiveClassesAtExit=" + archive, orders);
  }

  List<String> command(Orders orders) {
    return command("-XX:SharedArchiveFile=" + archive, orders);
  }

  private List<String> command(String archiving, Orders orders) {
    Path temporary = orders.directory().resolve("tmp");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            archiving,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xlog:disable",
            "-Xmx128m",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.io.tmpdir=" + temporary,
            "-Dorg.sqlite.lib.path=" + sqlite.getParent(),
            "-Dorg.sqlite.lib.name=" + sqlite.getFileName(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            String.join(java.io.File.pathSeparator, classPath),
            Victim.class.getName()));
    command.addAll(orders.arguments());
    return command;
  }
}
