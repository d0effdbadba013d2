/**
 * The chaos suite: a producer, nodes that are killed, frozen and cut off by a plan made from a
 * seed, and a checker that believes only the database and the broker.
 */
@NullMarked
package dev.groundwire.loadtests.chaos;

import org.jspecify.annotations.NullMarked;
