/** Answers that quote the evidence, where no language model is asked. */
@NullMarked
package dev.groundwire.llm.extractive;

import org.jspecify.annotations.NullMarked;
