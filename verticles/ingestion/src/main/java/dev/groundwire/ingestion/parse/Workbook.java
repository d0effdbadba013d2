package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * A workbook's sheets as tables under their names; read as events, so only shared strings are held.
 */
final class Workbook {
  private final OfficePackage office;
  private final DocumentText into;

  Workbook(OfficePackage office, DocumentText into) {
    this.office = office;
    this.into = into;
  }

  void read() throws IOException {
    try {
      XSSFReader reader = new XSSFReader(office.opc());
      ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(office.opc());
      var styles = reader.getStylesTable();
      XSSFReader.SheetIterator sheets = (XSSFReader.SheetIterator) reader.getSheetsData();
      int done = 0;
      while (sheets.hasNext()) {
        try (InputStream sheet = sheets.next()) {
          into.heading(1, sheets.getSheetName());
          XMLReader xml = XMLHelper.newXMLReader();
          xml.setContentHandler(
              new XSSFSheetXMLHandler(
                  styles, null, strings, new Rows(into), new DataFormatter(Locale.ROOT), false));
          xml.parse(new InputSource(sheet));
        }
        drawings(sheets.getSheetPart());
        done++;
        into.progress(done, done);
      }
    } catch (OpenXML4JException | SAXException | ParserConfigurationException broken) {
      throw new IOException(broken.getMessage(), broken);
    }
  }

  private void drawings(PackagePart sheet) throws IOException {
    for (PackagePart drawing : office.related(sheet, "drawing")) {
      office.walk(drawing, new SlideShapes(into, false));
    }
  }

  private static final class Rows implements XSSFSheetXMLHandler.SheetContentsHandler {
    private final DocumentText into;
    private final List<String> cells = new ArrayList<>();

    Rows(DocumentText into) {
      this.into = into;
    }

    @Override
    public void startRow(int number) {
      cells.clear();
    }

    @Override
    public void endRow(int number) {
      into.tableRow(cells);
    }

    @Override
    public void cell(
        @Nullable String reference, @Nullable String value, @Nullable XSSFComment comment) {
      if (value != null && !value.isBlank()) {
        cells.add(value);
      }
    }
  }
}
