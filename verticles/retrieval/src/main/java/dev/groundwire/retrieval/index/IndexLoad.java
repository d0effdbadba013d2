package dev.groundwire.retrieval.index;

/**
 * What an index has to hold and to do.
 *
 * @param chunks that searches see
 * @param searches that wait for a thread
 * @param writes that wait for a thread
 */
public record IndexLoad(int chunks, int searches, int writes) {}
