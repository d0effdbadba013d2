/** The embedded index: HNSW vectors beside BM25 in one Lucene directory. */
@NullMarked
package dev.groundwire.retrieval.lucene;

import org.jspecify.annotations.NullMarked;
