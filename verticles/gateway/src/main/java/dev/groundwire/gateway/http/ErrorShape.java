package dev.groundwire.gateway.http;

/** How failures are told on a part of the API that keeps to another protocol. */
public interface ErrorShape {
  boolean covers(String path);

  /** JSON. */
  byte[] body(Problem problem);
}
