package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.ParseProgress;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.platform.telemetry.Trail;
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
import org.slf4j.event.Level;

/** One child process, seen from the parent. Used by one thread at a time; anyone may kill it. */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** As {@code parser-logback.xml} lays them out. */
  private static final String OWN_WARNING = "WARN dev.groundwire.";

  private static final String OWN_ERROR = "ERROR dev.groundwire.";

  private final Process process;
  private final Path directory;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** Whose document it has, or had last: what it says is about that one. */
  private volatile Trail asked = Trail.current();

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
    asked = Trail.current();
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
        String written = line;
        asked.within(() -> tell(written));
      }
    } catch (IOException killed) {
      LOG.atTrace().addKeyValue("pid", pid()).log("parser ended while it was writing");
    }
  }

  /** Its own warnings are ours; what its libraries and its JVM print is for who looks closer. */
  private void tell(String line) {
    boolean isOwn = line.startsWith(OWN_WARNING) || line.startsWith(OWN_ERROR);
    LOG.atLevel(isOwn ? Level.WARN : Level.DEBUG)
        .addKeyValue("pid", pid())
        .addKeyValue("line", line)
        .log("parser wrote");
  }
}
