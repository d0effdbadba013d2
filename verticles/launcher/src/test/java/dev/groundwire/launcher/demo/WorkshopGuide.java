package dev.groundwire.launcher.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small EPUB of two chapters. */
final class WorkshopGuide {
  private static final String CONTAINER =
      """
      <?xml version="1.0"?>
      <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
      <rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
      </container>
      """;
  private static final String PACKAGE =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
      <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:identifier id="id">urn:uuid:6a4f6a1e-0f0b-4a55-9d6e-3c1c3f1f7a10</dc:identifier>
      <dc:title>Workshop guide for the Tern 3</dc:title><dc:language>en</dc:language>
      <meta property="dcterms:modified">2025-05-01T00:00:00Z</meta>
      </metadata>
      <manifest>
      <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
      <item id="c1" href="wheels.xhtml" media-type="application/xhtml+xml"/>
      <item id="c2" href="drive.xhtml" media-type="application/xhtml+xml"/>
      </manifest>
      <spine><itemref idref="c1"/><itemref idref="c2"/></spine>
      </package>
      """;
  private static final String NAVIGATION =
      """
      <nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol>
      <li><a href="wheels.xhtml">Wheels and brakes</a></li>
      <li><a href="drive.xhtml">Drive unit</a></li></ol></nav>
      """;
  private static final String WHEELS =
      """
      <h1>Wheels and brakes</h1>
      <p>The rear axle is tightened with 40 newton metres, the front axle with 15. Spoke tension is 1100 newtons on the drive side and 900 on the other.</p>
      <p>The brakes run with mineral oil of type M5; brake fluid destroys the seals. Bleed them from the calliper upwards until no bubble has come for one minute.</p>
      """;
  private static final String DRIVE =
      """
      <h1>Drive unit</h1>
      <p>Take the battery out and wait two minutes before you open the cover of the drive unit. The crank bolts take 50 newton metres and a drop of blue thread lock.</p>
      <p>The frequency of the Tern 3 Silent's belt is 45 hertz when it is tensioned well; measure it with the telephone application.</p>
      """;

  private WorkshopGuide() {}

  static void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      // Readers look for the media type at a fixed place, so it comes first and is not compressed.
      byte[] type = "application/epub+zip".getBytes(StandardCharsets.US_ASCII);
      CRC32 sum = new CRC32();
      sum.update(type);
      ZipEntry entry = new ZipEntry("mimetype");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(type.length);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(type);
      add(zip, "META-INF/container.xml", CONTAINER);
      add(zip, "OEBPS/content.opf", PACKAGE);
      add(zip, "OEBPS/nav.xhtml", page("Contents", NAVIGATION));
      add(zip, "OEBPS/wheels.xhtml", page("Wheels and brakes", WHEELS));
      add(zip, "OEBPS/drive.xhtml", page("Drive unit", DRIVE));
    }
  }

  private static String page(String title, String body) {
    return """
    <?xml version="1.0" encoding="utf-8"?>
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>%s</title></head><body>
    %s</body></html>
    """
        .formatted(title, body);
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
