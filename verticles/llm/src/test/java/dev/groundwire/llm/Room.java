package dev.groundwire.llm;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.concurrent.Callable;

/** Runs code as this room's verticle does: on one virtual-thread context. */
final class Room extends VerticleBase {
  <T> Future<T> run(Callable<T> code) {
    Promise<T> result = Promise.promise();
    context.runOnContext(ignored -> {
      try {
        result.complete(code.call());
      } catch (Throwable failure) {
        result.fail(failure);
      }
    });
    return result.future();
  }
}
