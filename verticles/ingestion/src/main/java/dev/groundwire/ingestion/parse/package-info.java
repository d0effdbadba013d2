/** Turns the bytes of an uploaded file into clean text with structure, or says why it will not. */
@NullMarked
package dev.groundwire.ingestion.parse;

import org.jspecify.annotations.NullMarked;
