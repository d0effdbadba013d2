package dev.groundwire.bus.jobs;

import java.util.Optional;
import java.util.UUID;

/** Which jobs are meant; what is empty leaves nothing out. */
public record JobFilter(
    Optional<UUID> workspaceId, Optional<JobState> state, Optional<JobKind> kind) {}
