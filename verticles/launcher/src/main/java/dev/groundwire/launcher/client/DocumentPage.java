package dev.groundwire.launcher.client;

import java.util.List;
import java.util.Optional;

/** One part of the list of documents, newest first. */
public record DocumentPage(List<RemoteDocument> items, Optional<String> nextCursor) {
  public DocumentPage {
    items = List.copyOf(items);
  }
}
