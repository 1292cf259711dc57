package dev.headwater.store.github.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of the index, read.
 *
 * @param name the file's name
 * @param entries what its lines say
 * @param held the lines that say nothing
 */
public record Segment(SegmentName name, List<IndexedEntry> entries, List<HeldLine> held) {

  /** The size above which a segment is written in parts. */
  static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

  public Segment {
    entries = List.copyOf(entries);
    held = List.copyOf(held);
  }

  /** Reads a file. Bytes that are no UTF-8, too, only make their line say nothing. */
  public static Segment parse(SegmentName name, byte[] content) {
    List<IndexedEntry> entries = new ArrayList<>();
    List<HeldLine> held = new ArrayList<>();
    int number = 0;
    for (int from = 0; from < content.length; ) {
      int to = from;
      while (to < content.length && content[to] != '\n') {
        to++;
      }
      number++;
      String line = new String(content, from, to - from, UTF_8);
      if (!line.isBlank()) {
        read(name, number, line, entries, held);
      }
      from = to + 1;
    }
    return new Segment(name, entries, held);
  }

  /**
   * The files of a segment with these lines.
   *
   * @param held lines that are kept as they are
   */
  public static List<RepositoryFile> files(
      SegmentName.Range range, List<IndexedEntry> entries, List<HeldLine> held) {
    List<byte[]> contents = new ArrayList<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (IndexedEntry entry : entries) {
      content = append(content, SegmentLine.format(entry), contents);
    }
    for (HeldLine line : held) {
      content = append(content, line.text(), contents);
    }
    contents.add(content.toByteArray());
    List<RepositoryFile> files = new ArrayList<>(contents.size());
    for (int part = 1; part <= contents.size(); part++) {
      String path = new SegmentName(range, part, contents.size()).path();
      files.add(RepositoryFile.of(path, contents.get(part - 1)));
    }
    return files;
  }

  private static ByteArrayOutputStream append(
      ByteArrayOutputStream content, String line, List<byte[]> full) {
    byte[] utf8 = line.getBytes(UTF_8);
    ByteArrayOutputStream target = content;
    if (content.size() > 0 && content.size() + utf8.length + 1 > MAX_FILE_BYTES) {
      full.add(content.toByteArray());
      target = new ByteArrayOutputStream();
    }
    target.writeBytes(utf8);
    target.write('\n');
    return target;
  }

  private static void read(
      SegmentName name, int number, String line, List<IndexedEntry> entries, List<HeldLine> held) {
    try {
      IndexedEntry entry = SegmentLine.parse(line);
      if (!name.range().has(entry.sequence())) {
        throw new MalformedLineException("'q' is none of this segment's commits", entry.key());
      }
      entries.add(entry);
    } catch (MalformedLineException e) {
      held.add(
          new HeldLine(
              name, number, e.key(), name.range().last(), line, String.valueOf(e.getMessage())));
    }
  }
}
