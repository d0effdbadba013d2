package dev.groundwire.launcher.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the sample documents that cannot be typed: {@code src/main/resources/demo/*.pdf, docx,
 * xlsx, pptx, epub}. Run by hand after a change to their texts, in the launcher's folder.
 */
final class DemoCorpusGenerator {
  private DemoCorpusGenerator() {}

  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "src/main/resources/demo");
    Files.createDirectories(folder);
    OwnersManual.write(folder.resolve("tern-3-owners-manual.pdf"));
    OfficePapers.writeWarranty(folder.resolve("warranty-terms.docx"));
    OfficePapers.writeSpareParts(folder.resolve("spare-parts.xlsx"));
    OfficePapers.writeTraining(folder.resolve("dealer-training.pptx"));
    WorkshopGuide.write(folder.resolve("workshop-guide.epub"));
  }
}
