/** A model provider that does as a script says: a real HTTP server, without a model. */
@NullMarked
package dev.groundwire.testing.provider;

import org.jspecify.annotations.NullMarked;
