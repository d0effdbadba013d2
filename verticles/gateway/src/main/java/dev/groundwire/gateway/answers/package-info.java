/** Questions and their answers over HTTP: streamed, awaited, resumed, cancelled. */
@NullMarked
package dev.groundwire.gateway.answers;

import org.jspecify.annotations.NullMarked;
