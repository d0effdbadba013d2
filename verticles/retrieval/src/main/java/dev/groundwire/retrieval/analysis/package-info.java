/** How text becomes words, the same for every index. */
@NullMarked
package dev.groundwire.retrieval.analysis;

import org.jspecify.annotations.NullMarked;
