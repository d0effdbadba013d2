/** The index in the database that several nodes share: vectors by pgvector, BM25 by postings. */
@NullMarked
package dev.groundwire.retrieval.pgvector;

import org.jspecify.annotations.NullMarked;
