package dev.groundwire.gateway;

/**
 * Where the gateway listens; differs from the configuration when that says 0.
 *
 * @param http {@link #CLOSED} at a node without a public door
 */
public record ListeningPorts(int http, int management) {
  public static final int CLOSED = 0;
}
