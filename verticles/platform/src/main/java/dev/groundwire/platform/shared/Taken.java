package dev.groundwire.platform.shared;

import java.time.Duration;

/**
 * What came of taking a token.
 *
 * @param left tokens that are there now
 * @param next until there is one; zero for who got one
 * @param full until the bucket is full, if nobody takes any
 */
public record Taken(boolean granted, long left, Duration next, Duration full) {}
