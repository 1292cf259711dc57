package dev.headwater.github.emulator.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.headwater.github.emulator.git.TreeEdits.Leaf;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Writes the trees that edits touch, and only those. */
final class TreeWriter {
  private final ObjectReader reader;
  private final ObjectInserter inserter;

  TreeWriter(ObjectReader reader, ObjectInserter inserter) {
    this.reader = reader;
    this.inserter = inserter;
  }

  ObjectId write(TreeEdits edits, Optional<ObjectId> base) throws IOException, AbsentPathException {
    return inserter.insert(format(edited(edits, base)));
  }

  private Map<String, Leaf> edited(TreeEdits edits, Optional<ObjectId> base)
      throws IOException, AbsentPathException {
    Map<String, Leaf> entries = base.isPresent() ? entries(base.get()) : new TreeMap<>();
    for (Map.Entry<String, Optional<Leaf>> leaf : edits.leaves().entrySet()) {
      Leaf before = entries.remove(leaf.getKey());
      if (leaf.getValue().isPresent()) {
        entries.put(leaf.getKey(), leaf.getValue().get());
      } else if (before == null) {
        throw new AbsentPathException(leaf.getKey());
      }
    }
    for (Map.Entry<String, TreeEdits> directory : edits.directories().entrySet()) {
      descend(directory.getKey(), directory.getValue(), entries);
    }
    return entries;
  }

  private void descend(String name, TreeEdits edits, Map<String, Leaf> entries)
      throws IOException, AbsentPathException {
    Optional<ObjectId> before =
        Optional.ofNullable(entries.remove(name)).filter(TreeWriter::isTree).map(Leaf::id);
    Map<String, Leaf> below = edited(edits, before);
    if (!below.isEmpty()) {
      entries.put(name, new Leaf(FileMode.TREE, inserter.insert(format(below))));
    }
  }

  private static boolean isTree(Leaf entry) {
    return FileMode.TREE.equals(entry.mode());
  }

  private Map<String, Leaf> entries(ObjectId tree) throws IOException {
    Map<String, Leaf> entries = new TreeMap<>();
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(reader, tree); !parser.eof(); parser.next()) {
      byte[] name = new byte[parser.getNameLength()];
      parser.getName(name, 0);
      Leaf entry = new Leaf(parser.getEntryFileMode(), parser.getEntryObjectId());
      entries.put(new String(name, ISO_8859_1), entry);
    }
    return entries;
  }

  /** Git orders entries by their bytes, those of directories as if they ended with a slash. */
  private static TreeFormatter format(Map<String, Leaf> entries) {
    SortedMap<String, Map.Entry<String, Leaf>> sorted = new TreeMap<>();
    entries.entrySet().forEach(e -> sorted.put(e.getKey() + (isTree(e.getValue()) ? "/" : ""), e));
    TreeFormatter formatter = new TreeFormatter();
    for (Map.Entry<String, Leaf> entry : sorted.values()) {
      byte[] name = entry.getKey().getBytes(ISO_8859_1);
      formatter.append(name, entry.getValue().mode(), entry.getValue().id());
    }
    return formatter;
  }
}
