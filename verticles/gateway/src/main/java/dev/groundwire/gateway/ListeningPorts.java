package dev.groundwire.gateway;

/** Where the gateway listens; differs from the configuration when that says 0. */
public record ListeningPorts(int http, int management) {}
