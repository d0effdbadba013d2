package dev.groundwire.bus.jobs;

import java.util.UUID;

/** Those that concern the organization. */
public record ListSchedules(UUID organizationId) {}
