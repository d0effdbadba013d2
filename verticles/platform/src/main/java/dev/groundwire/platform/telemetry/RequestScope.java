package dev.groundwire.platform.telemetry;

import dev.groundwire.bus.Tenant;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose request is being served. Kept in the Vert.x context, carried by every bus request, and
 * written into every log line.
 *
 * @param requestId absent where nobody asked: background work
 * @param userId who asked; of a key its name
 */
public record RequestScope(
    @Nullable String requestId,
    @Nullable UUID organizationId,
    @Nullable UUID workspaceId,
    @Nullable String userId) {
  static final RequestScope NONE = new RequestScope(null, null, null, null);

  /** Registered before any Vert.x exists, see {@link Slot}. */
  private static final ContextLocal<RequestScope> SLOT =
      ContextLocal.registerLocal(RequestScope.class);

  /** Of threads that are no Vert.x's, while they do somebody's work. */
  private static final ThreadLocal<RequestScope> OUTSIDE = new ThreadLocal<>();

  /** Of a request of which nothing else is known yet. */
  public static RequestScope of(String requestId) {
    return new RequestScope(requestId, null, null, null);
  }

  public static RequestScope of(String requestId, Tenant tenant) {
    return new RequestScope(requestId, tenant.organizationId(), tenant.workspaceId(), null);
  }

  /** Of the code that calls; of nobody outside of a request. */
  public static RequestScope current() {
    Context context = Vertx.currentContext();
    RequestScope scope =
        context == null ? OUTSIDE.get() : context.getLocal(SLOT, AccessMode.CONCURRENT);
    return scope == null ? NONE : scope;
  }

  /** The id of the request this code runs for; empty outside of one. */
  public static Optional<String> currentRequestId() {
    return Optional.ofNullable(current().requestId());
  }

  /**
   * Marks the current context, which must be one request's own (a duplicated context), and its
   * span, which had begun before this was known.
   */
  public void enter() {
    Context context = Vertx.currentContext();
    if (context != null) {
      putInto(context);
      SpanDress.label(Span.current(), this);
    }
  }

  void putInto(Context context) {
    if (equals(NONE)) {
      context.removeLocal(SLOT, AccessMode.CONCURRENT);
    } else {
      context.putLocal(SLOT, AccessMode.CONCURRENT, this);
    }
  }

  /** On a thread that is no Vert.x's. */
  void during(Runnable task) {
    RequestScope before = OUTSIDE.get();
    OUTSIDE.set(this);
    try {
      task.run();
    } finally {
      OUTSIDE.set(before);
    }
  }

  public RequestScope in(Tenant tenant) {
    return new RequestScope(requestId, tenant.organizationId(), tenant.workspaceId(), userId);
  }

  public RequestScope by(UUID organizationId, @Nullable String userId) {
    return new RequestScope(requestId, organizationId, workspaceId, userId);
  }

  /** Makes the slot exist before any Vert.x instance does. */
  public static final class Slot implements VertxServiceProvider {
    @Override
    public void init(VertxBootstrap bootstrap) {
      // Loading the record has registered it.
      Objects.requireNonNull(SLOT);
    }
  }
}
