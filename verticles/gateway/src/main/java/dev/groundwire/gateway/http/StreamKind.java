package dev.groundwire.gateway.http;

/** What an event stream brings. */
public enum StreamKind {
  ANSWER,
  PROGRESS,
  COMPLETION
}
