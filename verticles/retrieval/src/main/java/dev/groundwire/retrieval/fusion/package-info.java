/** How the hits of two searches become one ranking. */
@NullMarked
package dev.groundwire.retrieval.fusion;

import org.jspecify.annotations.NullMarked;
