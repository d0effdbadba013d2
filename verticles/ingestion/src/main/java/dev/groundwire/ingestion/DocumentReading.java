package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.ingestion.chunk.Chunk;
import dev.groundwire.ingestion.chunk.ChunkLimits;
import dev.groundwire.ingestion.chunk.Chunker;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.ingestion.worker.ParserPool;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Fetches a document's bytes, has them parsed by a child process, and cuts the text. */
final class DocumentReading {
  private final IngestionConfig config;
  private final Database database;
  private final ContentRepository contents;
  private final ParserPool parsers;
  private final Progress progress;
  private final TextCutter cutter;

  DocumentReading(
      IngestionConfig config,
      Database database,
      ContentRepository contents,
      ParserPool parsers,
      Progress progress,
      TextCutter cutter) {
    this.config = config;
    this.database = database;
    this.contents = contents;
    this.parsers = parsers;
    this.progress = progress;
    this.cutter = cutter;
  }

  /** Throws {@code ParseRefused} for a document that cannot be read. */
  ParsedDocument read(Document document) {
    return read(document, true);
  }

  /** The same of one that is ready meanwhile: whoever watches it is told nothing. */
  ParsedDocument readQuietly(Document document) {
    return read(document, false);
  }

  private ParsedDocument read(Document document, boolean telling) {
    Context room = Objects.requireNonNull(Vertx.currentContext(), "runs in the room");
    return parsers
        .parse(
            fetch(document),
            document.name(),
            document.mediaType(),
            read -> {
              if (telling) {
                room.runOnContext(ignored ->
                    progress.tell(document, DocumentStatus.PARSING, read.done(), read.total()));
              }
            })
        .await();
  }

  /** A part at a time, so that large documents do not fill the heap. */
  private Path fetch(Document document) {
    try {
      Path file = parsers.newFile();
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int number = 0; ; number++) {
          int wanted = number;
          Optional<Buffer> part =
              database.inTenant(
                  document.tenant().organizationId(),
                  tx -> contents.part(tx, document.contentId(), wanted));
          if (part.isEmpty()) {
            return file;
          }
          out.write(part.get().getBytes());
        }
      } catch (IOException | RuntimeException failure) {
        Files.deleteIfExists(file);
        throw failure;
      }
    } catch (IOException full) {
      BusFailure unavailable =
          new BusFailure(
              FailureCode.UNAVAILABLE,
              "The document cannot be stored for parsing; the disk may be full.");
      unavailable.addSuppressed(full);
      throw unavailable;
    }
  }

  /** In document order; never longer than the model takes. */
  List<Chunk> chunk(
      ParsedDocument parsed, int modelTokens, Function<List<String>, List<Integer>> count) {
    int most =
        config.chunkTokens() == 0 ? modelTokens : Math.min(config.chunkTokens(), modelTokens);
    Chunker chunker =
        new Chunker(new ChunkLimits(most, most, Math.min(config.overlapTokens(), most / 4)));
    return cutter.cut(() -> chunker.chunk(parsed, count));
  }
}
