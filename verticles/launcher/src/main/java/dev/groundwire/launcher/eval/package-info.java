/** Measures retrieval on a judged collection in BEIR's layout. */
@NullMarked
package dev.groundwire.launcher.eval;

import org.jspecify.annotations.NullMarked;
