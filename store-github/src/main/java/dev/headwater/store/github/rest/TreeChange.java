package dev.headwater.store.github.rest;

/** What a new tree has otherwise than its base. */
public sealed interface TreeChange {

  /** The file's path from the root, with {@code /}. */
  String path();

  /** A file with this text in UTF-8. */
  record Text(String path, String text) implements TreeChange {}

  /** A file with the bytes of a blob that is stored already. */
  record Existing(String path, String id) implements TreeChange {}

  /** No file here any more. The base must have one. */
  record Deleted(String path) implements TreeChange {}
}
