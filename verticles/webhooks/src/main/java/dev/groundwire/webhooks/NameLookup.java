package dev.groundwire.webhooks;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host; a literal is its own address. */
public interface NameLookup {
  /** Fails when there are none. */
  Future<List<InetAddress>> addresses(String host);

  default void close() {}
}
