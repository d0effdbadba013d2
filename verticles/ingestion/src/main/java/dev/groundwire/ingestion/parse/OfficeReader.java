package dev.groundwire.ingestion.parse;

import java.io.IOException;
import org.apache.poi.openxml4j.opc.PackagePart;

/** Opens an Office file and lets its main part say whether it is text, slides or a workbook. */
final class OfficeReader implements FormatReader {
  @Override
  public void read(Original original, DocumentText into) throws IOException {
    try (OfficePackage office = OfficePackage.open(original)) {
      office.title().ifPresent(into::title);
      PackagePart main = office.main();
      String type = main.getContentType();
      if (type.contains("wordprocessingml") || type.contains("ms-word")) {
        new WordDocument(office, into).read(main);
      } else if (type.contains("presentationml") || type.contains("ms-powerpoint")) {
        new Presentation(office, into).read(main);
      } else if (type.contains("spreadsheetml") || type.contains("ms-excel.sheet.macro")) {
        new Workbook(office, into).read();
      } else {
        throw ParseRefused.unsupported(
            "An Office file of type " + type, "save it as .docx, .xlsx or .pptx and upload that.");
      }
    }
  }
}
