/** The protocols of model providers: bytes in, text and chunks out. */
@NullMarked
package dev.groundwire.llm.protocol;

import org.jspecify.annotations.NullMarked;
