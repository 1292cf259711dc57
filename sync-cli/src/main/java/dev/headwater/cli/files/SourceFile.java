package dev.headwater.cli.files;

import dev.headwater.store.Key;
import java.nio.file.Path;

/**
 * A file to import.
 *
 * @param key the key it becomes the value of
 * @param path where its bytes are; never a symbolic link
 * @param size how many there were when it was found
 */
public record SourceFile(Key key, Path path, long size) {}
