package dev.groundwire.gateway.documents;

import java.time.Duration;

/**
 * What one upload, and all together, may take.
 *
 * @param maxBytes of one file
 * @param files in one multipart body
 * @param atOnce uploads received together
 * @param longest until the whole of a multipart body has arrived
 */
public record UploadLimits(long maxBytes, int files, int atOnce, Duration longest) {}
