package dev.headwater.codec.jackson;

import com.fasterxml.jackson.core.JsonFactory;

/** The formats, by our names and by Jackson's. */
enum Format {
  JSON("json", JsonFactory.FORMAT_NAME_JSON, "jackson-core"),
  CBOR("cbor", "CBOR", "jackson-dataformat-cbor"),
  SMILE("smile", "Smile", "jackson-dataformat-smile");

  private final String encoding;
  private final String jacksonName;
  private final String library;

  Format(String encoding, String jacksonName, String library) {
    this.encoding = encoding;
    this.jacksonName = jacksonName;
    this.library = library;
  }

  /** The name stored beside values. */
  String encoding() {
    return encoding;
  }

  /** What a factory of this format calls itself. */
  String jacksonName() {
    return jacksonName;
  }

  /** The library that reads and writes it. */
  String library() {
    return library;
  }
}
