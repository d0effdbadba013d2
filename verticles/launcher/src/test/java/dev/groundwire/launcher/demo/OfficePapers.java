package dev.groundwire.launcher.demo;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTextBox;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;

/** The papers that office programs make. */
final class OfficePapers {
  private OfficePapers() {}

  static void writeWarranty(Path file) throws IOException {
    try (XWPFDocument paper = new XWPFDocument();
        OutputStream out = Files.newOutputStream(file)) {
      paragraph(paper, "Warranty terms of Tidewater Cycle Works", "Title");
      paragraph(paper, "What is covered, and for how long", "Heading1");
      paragraph(
          paper,
          "The frame and the fork of every Tern are covered for ten years. The drive unit is covered for three years. The battery of the Tern 3 is covered by the warranty for four years or 900 full charges, whichever comes first; within this time it keeps at least 70 percent of its capacity of 720 watt-hours. All other parts are covered for two years.",
          "");
      paragraph(paper, "What is not covered", "Heading1");
      paragraph(
          paper,
          "Tyres, brake pads, chains and other parts that wear are not covered. The warranty ends when the bicycle was used in races, was overloaded, or when the drive unit was changed so that it assists above 25 kilometres an hour. Damage by pressure washers, by chargers of other makes, and by storing the battery empty is not covered either.",
          "");
      paragraph(paper, "How to claim", "Heading1");
      paragraph(
          paper,
          "Bring the bicycle, the receipt and the service record to any service centre. The centre decides within five working days. Repairs under warranty cost nothing; a loan bicycle is given where one is at hand. The warranty passes to a new owner when the sale is reported within 30 days.",
          "");
      paper.write(out);
    }
  }

  private static void paragraph(XWPFDocument paper, String text, String style) {
    XWPFParagraph paragraph = paper.createParagraph();
    if (!style.isEmpty()) {
      paragraph.setStyle(style);
    }
    paragraph.createRun().setText(text);
  }

  static void writeSpareParts(Path file) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(file)) {
      XSSFSheet parts = book.createSheet("Spare parts");
      row(parts, "Number", "Part", "Fits", "Price in euros", "In stock");
      row(parts, "TB-720", "Battery pack 720 Wh", "Tern 2, Tern 3", 689, 58);
      row(parts, "TC-4A", "Charger 4 ampere", "all", 79, 210);
      row(parts, "TC-8A", "Fast charger 8 ampere", "Tern 3", 149, 0);
      row(parts, "TR-210", "Rail mount for child seats", "Tern 3", 64.5, 35);
      row(parts, "TP-11", "Brake pads, pair", "all", 18.9, 940);
      row(parts, "TD-03", "Drive belt", "Tern 3 Silent", 92, 17);
      row(parts, "TS-07", "Speed sensor with magnet", "Tern 2, Tern 3", 26, 76);
      XSSFSheet labour = book.createSheet("Labour");
      row(labour, "Work", "Minutes", "Price in euros");
      row(labour, "First service", 60, 65);
      row(labour, "Yearly service", 110, 119);
      row(labour, "Exchange of the drive belt", 45, 49);
      row(labour, "Battery diagnosis", 20, 25);
      book.write(out);
    }
  }

  private static void row(XSSFSheet sheet, Object... values) {
    Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
    for (int column = 0; column < values.length; column++) {
      if (values[column] instanceof Number number) {
        row.createCell(column).setCellValue(number.doubleValue());
      } else {
        row.createCell(column).setCellValue(values[column].toString());
      }
    }
  }

  static void writeTraining(Path file) throws IOException {
    try (XMLSlideShow show = new XMLSlideShow();
        OutputStream out = Files.newOutputStream(file)) {
      slide(
          show,
          "Dealer training, spring",
          List.of(
              "Three days in Port Merrow, from 9 to 11 June",
              "Every partner sends at least one mechanic; travel is paid by Tidewater"));
      slide(
          show,
          "Handing over a Tern 3",
          List.of(
              "The hand-over takes 45 minutes and is never skipped",
              "Show the frame lock, the battery key and the telephone application",
              "Ride with the customer: once empty, once with 40 kilograms"));
      slide(
          show,
          "Margins",
          List.of(
              "28 percent on bicycles, 35 percent on spare parts",
              "Two percent more for partners with battery diagnosis"));
      show.write(out);
    }
  }

  private static void slide(XMLSlideShow show, String title, List<String> points) {
    XSLFSlide slide = show.createSlide();
    XSLFTextBox heading = slide.createTextBox();
    heading.setAnchor(new Rectangle2D.Double(40, 30, 640, 60));
    heading.setText(title);
    XSLFTextBox body = slide.createTextBox();
    body.setAnchor(new Rectangle2D.Double(40, 120, 640, 360));
    body.clearText();
    for (String point : points) {
      body.addNewTextParagraph().addNewTextRun().setText(point);
    }
  }
}
