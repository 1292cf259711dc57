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

  /** Claims requests for one commit, the oldest first: about so many entries and bytes. */
  synchronized List<CommitRequest> claim(int mostEntries, long mostBytes) {
    List<CommitRequest> claimed = new ArrayList<>();
    long entries = 0;
    long bytes = 0;
    while (!requests.isEmpty() && entries < mostEntries && bytes < mostBytes) {
      CommitRequest next = requests.removeFirst();
      if (next.claim()) {
        claimed.add(next);
        entries += next.work().size();
        bytes += next.bytes();
      }
    }
    return claimed;
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
