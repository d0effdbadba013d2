package dev.groundwire.platform.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** How many requests are being served, and who waits until there are none. */
final class Admission {
  private final List<Promise<Void>> waiting = new ArrayList<>();
  private int inside;

  /** The bound of one address. */
  Bound bound(int atOnce) {
    return new Bound(atOnce);
  }

  /** Completes when nothing is being served. */
  synchronized Future<Void> idle() {
    if (inside == 0) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    waiting.add(promise);
    return promise.future();
  }

  final class Bound {
    private int free;

    Bound(int atOnce) {
      this.free = atOnce;
    }

    boolean tryEnter() {
      synchronized (Admission.this) {
        if (free == 0) {
          return false;
        }
        free--;
        inside++;
        return true;
      }
    }

    void leave() {
      List<Promise<Void>> done = List.of();
      synchronized (Admission.this) {
        free++;
        if (--inside == 0) {
          done = List.copyOf(waiting);
          waiting.clear();
        }
      }
      done.forEach(Promise::complete);
    }
  }
}
