package dev.groundwire.ingestion;

import dev.groundwire.ingestion.parse.ParseLimits;
import dev.groundwire.ingestion.worker.ParserPoolConfig;
import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How documents are read.
 *
 * @param atOnce requests of one kind served together
 * @param parsers child processes that parse, each one document at a time
 * @param parserHeapMegabytes heap of a parser; a document that needs more is refused
 * @param parserDocuments documents after which a parser is replaced by a fresh one
 * @param parseTimeout after which a document is given up as endless
 * @param maxCharacters of extracted text
 * @param maxPages of a document
 * @param chunkTokens tokens of a chunk at most; 0 for as many as the embedding model takes
 * @param overlapTokens tokens that a chunk repeats of the one before
 * @param embedBatch chunks sent to the embedding room together
 * @param embedDeadline longest wait for one such batch
 * @param reconcileInterval how often documents without a live event are looked for
 * @param stuckAfter how long a document is silent until it counts as such
 */
public record IngestionConfig(
    int atOnce,
    @Env("INGESTION_PARSERS") int parsers,
    @Env("INGESTION_PARSER_HEAP_MEGABYTES") int parserHeapMegabytes,
    int parserDocuments,
    @Env("INGESTION_PARSE_TIMEOUT_SECONDS") Duration parseTimeout,
    int maxCharacters,
    int maxPages,
    @Env("INGESTION_CHUNK_TOKENS") int chunkTokens,
    @Env("INGESTION_OVERLAP_TOKENS") int overlapTokens,
    int embedBatch,
    Duration embedDeadline,
    Duration reconcileInterval,
    Duration stuckAfter) {
  public IngestionConfig {
    Require.within("ingestion.parsers", parsers, 1, 32);
    Require.within("ingestion.parser_heap_megabytes", parserHeapMegabytes, 64, 16_384);
    Require.that(
        chunkTokens == 0 || chunkTokens >= 32,
        "ingestion.chunk_tokens",
        "0 or at least 32",
        chunkTokens);
    Require.that(
        overlapTokens >= 0 && (chunkTokens == 0 || overlapTokens <= chunkTokens / 2),
        "ingestion.overlap_tokens",
        "within 0 and half of ingestion.chunk_tokens",
        overlapTokens);
    Require.within("ingestion.embed_batch", embedBatch, 1, 256);
  }

  /** How the parsers are run. A document waits no longer for one than two others may take. */
  ParserPoolConfig parserPool() {
    ParseLimits standard = ParseLimits.standard();
    ParseLimits limits =
        new ParseLimits(
            maxCharacters,
            maxPages,
            standard.maxEntryBytes(),
            standard.maxExpansion(),
            standard.maxNesting(),
            parseTimeout);
    return new ParserPoolConfig(
        parsers, parserHeapMegabytes, 256, parseTimeout.multipliedBy(2), parserDocuments, limits);
  }
}
