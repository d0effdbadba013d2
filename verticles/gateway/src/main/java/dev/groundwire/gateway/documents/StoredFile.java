package dev.groundwire.gateway.documents;

import java.util.UUID;

/** A file whose bytes are all committed; the document made of it takes its id. */
record StoredFile(UUID id, String name, String mediaType, long bytes, String sha256) {}
