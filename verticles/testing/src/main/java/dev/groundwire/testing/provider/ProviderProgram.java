package dev.groundwire.testing.provider;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/**
 * The scripted provider as a process of its own, on one core; each request brings its script
 * ({@link Script#told}). {@code GET /figures} tells what it has done.
 */
public final class ProviderProgram {
  private ProviderProgram() {}

  /**
   * @param arguments {@code [--port PORT] [--tick-us MICROSECONDS]}
   */
  public static void main(String... arguments) throws TimeoutException, InterruptedException {
    int port = number("--port", 0, arguments);
    Duration tick = Duration.ofNanos(1000L * number("--tick-us", 1000, arguments));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    ScriptedProvider provider = ScriptedProvider.forLoad(vertx, port, tick);
    System.out.println("listening on " + provider.baseUrl());
    new CountDownLatch(1).await();
  }

  private static int number(String name, int otherwise, String... arguments) {
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(name)) {
        return Integer.parseInt(arguments[i + 1]);
      }
    }
    return otherwise;
  }
}
