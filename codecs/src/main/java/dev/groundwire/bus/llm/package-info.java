/** What the llm room answers: a prompt in, tokens out. */
@NullMarked
package dev.groundwire.bus.llm;

import org.jspecify.annotations.NullMarked;
