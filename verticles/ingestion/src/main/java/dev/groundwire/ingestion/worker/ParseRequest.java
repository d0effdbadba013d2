package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.ParseLimits;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What a worker is asked to read. */
record ParseRequest(Path file, String name, String mediaType, ParseLimits limits) {
  void write(DataOutput out) throws IOException {
    Wire.writeString(out, file.toString());
    Wire.writeString(out, name);
    Wire.writeString(out, mediaType);
    out.writeInt(limits.maxCharacters());
    out.writeInt(limits.maxPages());
    out.writeLong(limits.maxEntryBytes());
    out.writeInt(limits.maxExpansion());
    out.writeInt(limits.maxNesting());
    out.writeLong(limits.time().toMillis());
  }

  static ParseRequest read(DataInput in) throws IOException {
    return new ParseRequest(
        Path.of(Wire.readString(in)),
        Wire.readString(in),
        Wire.readString(in),
        new ParseLimits(
            in.readInt(),
            in.readInt(),
            in.readLong(),
            in.readInt(),
            in.readInt(),
            Duration.ofMillis(in.readLong())));
  }
}
