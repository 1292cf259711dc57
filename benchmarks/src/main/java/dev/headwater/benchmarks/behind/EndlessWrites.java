package dev.headwater.benchmarks.behind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Threads that put one new key after another, until the process is killed. */
final class EndlessWrites {

  static final int WRITERS = 64;

  private final Acknowledgements acknowledgements;

  EndlessWrites(Acknowledgements acknowledgements) {
    this.acknowledgements = acknowledgements;
  }

  void run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String prefix = "writer/%d/".formatted(i);
      threads.add(new Thread(() -> write(prefix)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void write(String prefix) {
    try {
      for (int i = 0; ; i++) {
        acknowledgements.put(prefix + i, 1);
      }
    } catch (IOException e) {
      Thread.currentThread().interrupt(); // nobody listens any more
    }
  }
}
