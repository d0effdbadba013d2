/**
 * The retrieval room: a question in, ranked passages out, over an index that follows the database.
 */
@NullMarked
package dev.groundwire.retrieval;

import org.jspecify.annotations.NullMarked;
