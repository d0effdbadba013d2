package dev.groundwire.gateway.documents;

/**
 * What one upload, and all together, may take.
 *
 * @param maxBytes of one file
 * @param files in one multipart body
 * @param atOnce uploads received together
 */
public record UploadLimits(long maxBytes, int files, int atOnce) {}
