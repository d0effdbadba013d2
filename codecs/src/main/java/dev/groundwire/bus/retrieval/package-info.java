/** What the retrieval room answers: a question in, ranked passages out. */
@NullMarked
package dev.groundwire.bus.retrieval;

import org.jspecify.annotations.NullMarked;
