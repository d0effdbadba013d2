package dev.groundwire.platform.bus;

import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.TraceHeader;
import dev.groundwire.platform.telemetry.Trail;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request on the bus carries besides its record: whose it is, and its trace. Vert.x's own
 * spans of messages are off: they end when a consumer has taken a message, not when it has answered
 * it, and a stream would have one for each token.
 */
final class Envelope {
  static final DeliveryOptions UNTRACED =
      new DeliveryOptions().setTracingPolicy(TracingPolicy.IGNORE);

  /** For who is at this node. */
  static final DeliveryOptions UNTRACED_HERE = new DeliveryOptions(UNTRACED).setLocalOnly(true);

  private static final String REQUEST = "request-id";
  private static final String ORGANIZATION = "organization-id";
  private static final String WORKSPACE = "workspace-id";
  private static final String USER = "user-id";

  /** Not W3C's name, by which Vert.x would begin a span of its own. */
  private static final String TRACE = "trace";

  private Envelope() {}

  static DeliveryOptions untraced(Duration deadline) {
    return new DeliveryOptions()
        .setTracingPolicy(TracingPolicy.IGNORE)
        .setSendTimeout(deadline.toMillis());
  }

  /** For a request of the calling code. */
  static DeliveryOptions sealed(Duration deadline) {
    DeliveryOptions options = untraced(deadline);
    RequestScope request = RequestScope.current();
    put(options, REQUEST, request.requestId());
    put(options, ORGANIZATION, request.organizationId());
    put(options, WORKSPACE, request.workspaceId());
    put(options, USER, request.userId());
    TraceHeader.current().ifPresent(trace -> options.addHeader(TRACE, trace));
    return options;
  }

  private static void put(DeliveryOptions options, String name, @Nullable Object value) {
    if (value != null) {
      options.addHeader(name, value.toString());
    }
  }

  /** What {@code message} continues. */
  static Trail open(Message<?> message) {
    MultiMap headers = message.headers();
    if (headers.isEmpty()) {
      return Trail.current();
    }
    RequestScope request =
        new RequestScope(
            headers.get(REQUEST),
            id(headers.get(ORGANIZATION)),
            id(headers.get(WORKSPACE)),
            headers.get(USER));
    return Trail.of(request, TraceHeader.read(headers.get(TRACE)));
  }

  private static @Nullable UUID id(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException unreadable) {
      return null; // it only labels log lines
    }
  }

  /** The span of who asks. */
  static SpanBuilder asked(String address) {
    return described(address, SpanKind.CLIENT);
  }

  /** The span of who answers. */
  static SpanBuilder served(String address) {
    return described(address, SpanKind.SERVER);
  }

  /** Without the node of a private address: each start of a node would be a name of its own. */
  static String plain(String address) {
    int node = address.indexOf('.', address.indexOf('.') + 1);
    return node < 0 ? address : address.substring(0, node);
  }

  private static SpanBuilder described(String name, SpanKind kind) {
    String address = plain(name);
    int dot = address.indexOf('.');
    return Telemetry.span(address, kind, Context.current())
        .setAttribute("rpc.system", "vertx")
        .setAttribute("rpc.service", address.substring(0, Math.max(0, dot)))
        .setAttribute("rpc.method", address.substring(dot + 1));
  }
}
