package dev.headwater.cli.demo;

import dev.headwater.store.spi.StoreEnvironment;
import java.nio.file.Path;
import java.util.Optional;

/** The GitHub of the demonstration, and somebody who works on it without Headwater. */
interface DemoGithub extends AutoCloseable {

  /** A branch of the repository that this URI names, or else an emulator. */
  static DemoGithub find(Optional<String> uri, String name, StoreEnvironment environment) {
    return uri.isPresent()
        ? RealGithub.open(uri.get(), name, environment)
        : EmulatedGithub.start(environment);
  }

  /** The URI of the store. */
  String uri();

  /** What it is, for people. */
  String description();

  /** What stores are to find in their environment besides what is there. */
  StoreEnvironment with(StoreEnvironment environment);

  /** Whether it is not GitHub itself. */
  boolean isEmulated();

  /** Where git can look at the repository on this machine, if it can. */
  Optional<Path> directory();

  /** What the file at this path holds. */
  Optional<byte[]> file(String path);

  /** How many commits Headwater has made. */
  long commits();

  /** The newest commit, as {@code Author: subject}. */
  String newestCommit();

  /** Somebody commits a file, as they would in a browser or with git. Says who. */
  String edit(String path, String text, String message);

  /** What is left when this is closed, for people; empty for nothing. */
  Optional<String> leaves();

  @Override
  void close();
}
