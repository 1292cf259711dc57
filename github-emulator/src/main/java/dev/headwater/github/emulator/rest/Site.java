package dev.headwater.github.emulator.rest;

import dev.headwater.github.emulator.git.BareRepository;
import dev.headwater.github.emulator.git.Differences;
import dev.headwater.github.emulator.git.History;
import dev.headwater.github.emulator.git.ObjectIds;
import dev.headwater.github.emulator.git.RefView;
import dev.headwater.github.emulator.git.Revisions;
import java.io.IOException;
import java.time.InstantSource;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** What all routes work on: one repository, its addresses and its rules. */
public record Site(
    BareRepository repository, RefView view, Links links, Rules rules, InstantSource time) {

  Revisions revisions() {
    return new Revisions(repository, view);
  }

  History history() {
    return new History(repository);
  }

  Differences differences() {
    return new Differences(repository);
  }

  void requireNotEmpty() throws IOException {
    if (repository.refs().isEmpty()) {
      throw Refusal.emptyRepository();
    }
  }

  /** The commit of that name; a refusal if there is none. */
  RevCommit commit(Call call, String name) throws IOException {
    return revisions().commit(name, call.sight()).orElseThrow(() -> Refusal.noCommit(name));
  }

  /** An object of that id and type; a refusal with that message if there is none. */
  ObjectId existing(String id, int type, String otherwise) throws IOException {
    ObjectId found = ObjectIds.parse(id).orElseThrow(() -> Refusal.of(422, otherwise));
    if (!repository.has(found, type)) {
      throw Refusal.of(422, otherwise);
    }
    return found;
  }
}
