package dev.groundwire.bus.jobs;

import dev.groundwire.bus.Page;
import java.util.UUID;

/** Newest first. */
public record ListJobs(UUID organizationId, JobFilter filter, Page page) {}
