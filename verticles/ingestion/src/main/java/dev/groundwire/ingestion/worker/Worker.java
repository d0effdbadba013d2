package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.ParseProgress;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child process, seen from the parent. Used by one thread at a time; anyone may kill it. */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Process process;
  private final Path directory;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int served;
  private boolean tired;

  private Worker(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  static Worker start(Path directory, int heapMegabytes) throws IOException {
    Worker worker = new Worker(Launch.start(directory, heapMegabytes), directory);
    Thread.ofVirtual().name("parser-log").start(worker::drainErrors);
    return worker;
  }

  /**
   * Reads a document, waiting for the child however long it takes: whoever calls this has somebody
   * to kill the child in time.
   *
   * @param accepted runs once the child has the request
   * @throws ParseRefused when the child says no
   * @throws IOException when the child is no more, or talks nonsense
   */
  ParsedDocument parse(ParseRequest request, Runnable accepted, Consumer<ParseProgress> progress)
      throws IOException {
    served++;
    request.write(out);
    out.flush();
    while (true) {
      switch (in.readUnsignedByte()) {
        case Wire.ACCEPTED -> accepted.run();
        case Wire.PROGRESS -> progress.accept(new ParseProgress(in.readInt(), in.readInt()));
        case Wire.PARSED -> {
          ParsedDocument document = Wire.readDocument(in);
          tired = in.readBoolean();
          return document;
        }
        case Wire.REFUSED -> {
          ParseRefused.Reason reason = ParseRefused.Reason.valueOf(Wire.readString(in));
          String message = Wire.readString(in);
          tired = in.readBoolean();
          throw new ParseRefused(reason, message);
        }
        default -> throw new IOException("the parser process does not keep to its protocol");
      }
    }
  }

  boolean isWorn(int documentsPerWorker) {
    return tired || served >= documentsPerWorker || !process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  Path directory() {
    return directory;
  }

  /** Ends the child at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** Ends the child and waits for that; the code of its own end where it came first. */
  int exitCode() {
    kill();
    return process.onExit().join().exitValue();
  }

  /** Read to its end: a full pipe would stop the child. */
  private void drainErrors() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.atDebug().addKeyValue("pid", pid()).addKeyValue("line", line).log("parser wrote");
      }
    } catch (IOException killed) {
      LOG.atTrace().addKeyValue("pid", pid()).log("parser ended while it was writing");
    }
  }
}
