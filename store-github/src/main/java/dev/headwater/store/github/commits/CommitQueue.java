package dev.headwater.store.github.commits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The requests that wait for a commit, in the order in which they came; thread-safe. No longer than
 * there are threads that wait, since each waits for its own.
 */
final class CommitQueue {

  private final Deque<CommitRequest> requests = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this

  /** Adds a request; false if the queue is closed. */
  synchronized boolean add(CommitRequest request) {
    if (!closed) {
      requests.addLast(request);
    }
    return !closed;
  }

  /** Puts requests back to where they were taken from; false if the queue is closed. */
  synchronized boolean putBack(List<CommitRequest> taken) {
    if (!closed) {
      for (int i = taken.size() - 1; i >= 0; i--) {
        requests.addFirst(taken.get(i));
      }
    }
    return !closed;
  }

  /**
   * Claims requests for one commit, the oldest first: about so much. Only those of one group, and
   * only as much as makes a cheap commit, if there is more than one.
   */
  synchronized List<CommitRequest> claim(int mostEntries, long mostBytes) {
    List<CommitRequest> claimed = new ArrayList<>();
    Load load = Load.NOTHING;
    while (!requests.isEmpty() && load.entries() < mostEntries && load.bytes() < mostBytes) {
      CommitRequest next = requests.getFirst();
      Load together = load.plus(next.load());
      if (!claimed.isEmpty() && (next.group() != claimed.get(0).group() || !together.isCheap())) {
        break;
      }
      requests.removeFirst();
      if (next.claim()) {
        claimed.add(next);
        load = together;
      }
    }
    return claimed;
  }

  /** What the next commit takes of GitHub's limits, about. */
  synchronized int requestsOfNext() {
    Load load = Load.NOTHING;
    for (CommitRequest request : requests) {
      Load together = load.plus(request.load());
      if (load.entries() > 0 && !together.isCheap()) {
        break;
      }
      load = together;
    }
    return load.requests();
  }

  synchronized boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Takes no more requests; returns those that wait. */
  synchronized List<CommitRequest> close() {
    closed = true;
    List<CommitRequest> left = List.copyOf(requests);
    requests.clear();
    return left;
  }
}
