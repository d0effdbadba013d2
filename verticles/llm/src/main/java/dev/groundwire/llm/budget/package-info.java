/** Tokens a minute that all nodes together allow themselves at a provider. */
@NullMarked
package dev.groundwire.llm.budget;

import org.jspecify.annotations.NullMarked;
