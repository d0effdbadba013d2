package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.DocumentParser;
import dev.groundwire.ingestion.parse.ParseProgress;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child: reads requests from its standard input and writes results to its standard output, one
 * document at a time. It ends when its input does, so it never outlives its parent.
 */
public final class ParserProcess {
  /** What {@code -XX:+ExitOnOutOfMemoryError} exits with. */
  static final int OUT_OF_MEMORY = 3;

  static final int BROKEN = 4;

  /** Libraries recurse over what a document nests; a deep but honest one should pass. */
  private static final long STACK_BYTES = 16L << 20;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final AtomicReference<Path> reading = new AtomicReference<>(Path.of(""));

  private ParserProcess(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream frames = System.out;
    System.setOut(System.err); // a library that prints must not write into the frames
    new ParserProcess(
            new DataInputStream(System.in),
            new DataOutputStream(new BufferedOutputStream(frames, 1 << 16)))
        .serve();
  }

  private void serve() throws IOException {
    try {
      while (true) {
        ParseRequest request = ParseRequest.read(in);
        reading.set(request.file());
        new Thread(null, () -> answer(request), "parser", STACK_BYTES).start();
      }
    } catch (EOFException parentIsGone) {
      Path left = reading.get();
      if (!left.toString().isEmpty()) {
        Files.deleteIfExists(left);
      }
      Runtime.getRuntime().halt(0); // a parse may still be running and cannot be interrupted
    }
  }

  private void answer(ParseRequest request) {
    try {
      send(Wire.ACCEPTED);
      try {
        ParsedDocument document =
            new DocumentParser(request.limits())
                .parse(request.file(), request.name(), request.mediaType(), this::report);
        out.writeByte(Wire.PARSED);
        Wire.write(out, document);
      } catch (ParseRefused refused) {
        out.writeByte(Wire.REFUSED);
        Wire.writeString(out, refused.reason().name());
        Wire.writeString(out, String.valueOf(refused.getMessage()));
      }
      reading.set(Path.of(""));
      out.writeBoolean(isTired());
      out.flush();
    } catch (OutOfMemoryError full) {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    } catch (Throwable broken) {
      tell(broken);
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  /** Without its message, which may hold what the document says. */
  private static void tell(Throwable broken) {
    StackTraceElement[] stack = broken.getStackTrace();
    logger()
        .atError()
        .addKeyValue("failure", broken.getClass().getName())
        .addKeyValue("at", stack.length == 0 ? "unknown" : stack[0])
        .log("parser process broke");
  }

  private void report(ParseProgress progress) {
    try {
      out.writeByte(Wire.PROGRESS);
      out.writeInt(progress.done());
      out.writeInt(progress.total());
      out.flush();
    } catch (IOException parentIsGone) {
      throw new UncheckedIOException(parentIsGone);
    }
  }

  private void send(int type) throws IOException {
    out.writeByte(type);
    out.flush();
  }

  /** Whether half of the heap stays taken between documents: a leak in some library. */
  private static boolean isTired() {
    Runtime jvm = Runtime.getRuntime();
    if (jvm.totalMemory() - jvm.freeMemory() < jvm.maxMemory() / 2) {
      return false;
    }
    System.gc();
    return jvm.totalMemory() - jvm.freeMemory() > jvm.maxMemory() / 2;
  }

  private static Logger logger() {
    return LoggerFactory.getLogger(ParserProcess.class);
  }
}
