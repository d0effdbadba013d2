package dev.groundwire.bus;

import java.util.UUID;

/**
 * What its holder alone may do until it runs out. Whatever is done under it is committed together
 * with a look at it: one who was silent for too long has been followed by another, and must not
 * write any more.
 *
 * @param name of what is leased
 * @param holder the node
 * @param term grows with each change of holder
 */
public record Lease(String name, UUID holder, long term) {}
