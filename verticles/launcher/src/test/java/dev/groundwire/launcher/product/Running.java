package dev.groundwire.launcher.product;

import java.util.concurrent.TimeUnit;

/** The node that runs at the moment. Who finds it dead waits for the next. */
final class Running {
  private static final long PATIENCE_MILLIS = 120_000;

  private Node node;

  Running(Node node) {
    this.node = node;
  }

  synchronized Node now() {
    return node;
  }

  synchronized void replace(Node next) {
    node = next;
    notifyAll();
  }

  synchronized Node after(Node dead) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (node == dead) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no node follows one that is lost:\n" + dead.child().said());
      }
      wait(left);
    }
    return node;
  }
}
