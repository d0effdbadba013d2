package dev.groundwire.platform.telemetry;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Optional;

/**
 * The id of the request being served, kept in the Vert.x context and carried by every bus message.
 * It is a service provider so that the slot exists before any Vert.x instance does.
 */
public final class RequestId implements VertxServiceProvider {
  private static final ContextLocal<String> SLOT = ContextLocal.registerLocal(String.class);

  /** The id of the request this code runs for; empty outside of one. */
  public static Optional<String> current() {
    Context context = Vertx.currentContext();
    return context == null
        ? Optional.empty()
        : Optional.ofNullable(context.getLocal(SLOT, AccessMode.CONCURRENT));
  }

  /** Marks the current context, which must be one request's own (a duplicated context). */
  public static void set(String requestId) {
    Context context = Vertx.currentContext();
    if (context != null) {
      context.putLocal(SLOT, AccessMode.CONCURRENT, requestId);
    }
  }

  /** Runs a task of the room {@code context} for that request, beside tasks for others. */
  public static void run(Context context, String requestId, Runnable task) {
    Context own = ((ContextInternal) context).duplicate();
    own.putLocal(SLOT, AccessMode.CONCURRENT, requestId);
    own.runOnContext(ignored -> task.run());
  }

  /** Runs {@code task} at once for that request, or for none; then goes on as before. */
  public static void within(Optional<String> requestId, Runnable task) {
    Context current = Vertx.currentContext();
    if (current == null || current().equals(requestId)) {
      task.run();
      return;
    }
    ContextInternal own = ((ContextInternal) current).duplicate();
    requestId.ifPresentOrElse(
        id -> own.putLocal(SLOT, AccessMode.CONCURRENT, id),
        () -> own.removeLocal(SLOT, AccessMode.CONCURRENT));
    ContextInternal before = own.beginDispatch();
    try {
      task.run();
    } finally {
      own.endDispatch(before);
    }
  }

  @Override
  public void init(VertxBootstrap bootstrap) {
    // Loading this class has registered the slot.
  }
}
