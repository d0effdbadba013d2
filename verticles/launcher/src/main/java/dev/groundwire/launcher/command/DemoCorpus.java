package dev.groundwire.launcher.command;

import dev.groundwire.launcher.client.Upload;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Papers of Tidewater Cycle Works, a company that does not exist: one of each format. */
final class DemoCorpus {
  static final List<String> NAMES =
      List.of(
          "employee-handbook.md",
          "tern-3-owners-manual.pdf",
          "warranty-terms.docx",
          "spare-parts.xlsx",
          "dealer-training.pptx",
          "support-questions.html",
          "service-centres.csv",
          "firmware-notes.txt",
          "battery-recall.eml",
          "workshop-guide.epub");

  private DemoCorpus() {}

  static List<Upload> uploads() throws IOException {
    List<Upload> uploads = new ArrayList<>();
    for (String name : NAMES) {
      uploads.add(Upload.bytes(name, content(name)));
    }
    return uploads;
  }

  static byte[] content(String name) throws IOException {
    try (InputStream in = DemoCorpus.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new FileNotFoundException("demo/" + name + " is missing in the jar; build it again");
      }
      return in.readAllBytes();
    }
  }
}
