package dev.groundwire.ingestion.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes ZIP files entry by entry. */
public final class ZipSample {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  public ZipSample with(String name, String content) {
    return with(name, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  public ZipSample with(String name, Content content) {
    try {
      zip.putNextEntry(new ZipEntry(name));
      content.writeTo(zip);
      zip.closeEntry();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public byte[] bytes() {
    try {
      zip.close();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** An entry's content, written without being held. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
