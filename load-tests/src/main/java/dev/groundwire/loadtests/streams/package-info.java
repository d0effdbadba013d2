/**
 * Token streams under load: a client that counts every token, what it is pointed at, and what each
 * process costs.
 */
@NullMarked
package dev.groundwire.loadtests.streams;

import org.jspecify.annotations.NullMarked;
