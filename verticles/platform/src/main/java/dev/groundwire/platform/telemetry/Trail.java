package dev.groundwire.platform.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.tracing.opentelemetry.VertxContextStorageProvider.VertxContextStorage;

/**
 * What a piece of work continues: a request and a trace. Taken where the work is asked for, and
 * followed where it is done, be that later, elsewhere, or among the work of others.
 */
public final class Trail {
  private final RequestScope request;
  private final Context trace;

  private Trail(RequestScope request, Context trace) {
    this.request = request;
    this.trace = trace;
  }

  /** Of the code that calls. */
  public static Trail current() {
    return new Trail(RequestScope.current(), Context.current());
  }

  /** Of a request that is in no trace. */
  public static Trail of(RequestScope request) {
    return new Trail(request, Context.root());
  }

  public static Trail of(RequestScope request, Context trace) {
    return new Trail(request, trace);
  }

  /** The same request, beneath that span. */
  public Trail beneath(Span span) {
    return new Trail(request, trace.with(span));
  }

  /** The same trace, of a request of which more is known by now. */
  public Trail with(RequestScope known) {
    return new Trail(known, trace);
  }

  /** Marks the current context, which must be one piece of work's own (a duplicated context). */
  public void enter() {
    ContextInternal context = ContextInternal.current();
    if (context != null) {
      putInto(context);
    }
  }

  /** Runs {@code task} in the room {@code context}, beside tasks for others. */
  public void run(io.vertx.core.Context context, Runnable task) {
    ContextInternal own = ((ContextInternal) context).duplicate();
    putInto(own);
    own.runOnContext(ignored -> task.run());
  }

  /** Runs {@code task} in the same room after what runs now, for the same request and trace. */
  public static void later(Runnable task) {
    io.vertx.core.Context context = Vertx.currentContext();
    if (context == null) {
      throw new IllegalStateException("no room to run it in");
    }
    current().run(context, task);
  }

  /** Runs {@code task} at once; then goes on as before. */
  public void within(Runnable task) {
    ContextInternal current = (ContextInternal) Vertx.currentContext();
    if (current == null) {
      try (Scope _ = trace.makeCurrent()) {
        request.during(task);
      }
      return;
    }
    if (RequestScope.current().equals(request) && Context.current().equals(trace)) {
      task.run();
      return;
    }
    ContextInternal own = current.duplicate();
    putInto(own);
    ContextInternal before = own.beginDispatch();
    try {
      task.run();
    } finally {
      own.endDispatch(before);
    }
  }

  /** For as long as the context lives: its scope is never closed. */
  @SuppressWarnings("MustBeClosedChecker")
  private void putInto(ContextInternal context) {
    request.putInto(context);
    Scope untilItsEnd = VertxContextStorage.INSTANCE.attach(context, trace);
    assert untilItsEnd != null;
  }
}
