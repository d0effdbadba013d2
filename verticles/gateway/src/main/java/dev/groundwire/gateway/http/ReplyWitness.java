package dev.groundwire.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Hears how a request ends before its client does, also when the client has left meanwhile. */
public interface ReplyWitness {
  /**
   * A whole response is ready, its headers set. It leaves when this completes, which it does
   * whatever happens.
   */
  Future<Void> replied(int status, Buffer body);

  /** It failed, and nobody is there to be told, or half a response has left already. */
  void broke();

  /** From now on. */
  static void mark(RoutingContext http, ReplyWitness witness) {
    http.put(ReplyWitness.class.getName(), witness);
  }

  /** Null for most requests. */
  static @Nullable ReplyWitness of(RoutingContext http) {
    return http.get(ReplyWitness.class.getName());
  }

  /** Sends a response once its witness knows of it. */
  static void tell(RoutingContext http, int status, Buffer body, Runnable send) {
    ReplyWitness witness = of(http);
    if (witness == null) {
      send.run();
    } else {
      witness.replied(status, body).onComplete(ignored -> send.run());
    }
  }
}
