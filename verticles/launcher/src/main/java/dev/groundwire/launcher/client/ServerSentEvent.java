package dev.groundwire.launcher.client;

/**
 * One event of a stream.
 *
 * @param id the last id the stream has named so far; empty before the first
 * @param type {@code message} when the event names none
 * @param data its lines joined by line feeds
 */
public record ServerSentEvent(String id, String type, String data) {}
