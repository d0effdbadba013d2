package dev.groundwire.launcher.command;

import java.util.Optional;
import java.util.UUID;

/**
 * What became of one upload.
 *
 * @param id empty when the upload itself was refused
 * @param duplicate its bytes were there already; {@code id} is the document that has them
 * @param error why it failed; empty when it is ready
 */
public record LoadedDocument(
    String name, Optional<UUID> id, boolean duplicate, Optional<String> error) {}
