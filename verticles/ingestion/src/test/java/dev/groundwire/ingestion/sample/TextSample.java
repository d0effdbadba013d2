package dev.groundwire.ingestion.sample;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Books, mails and pages as their sources. */
public final class TextSample {
  private TextSample() {}

  /** A book whose spine is not in the order of its files. */
  public static byte[] book() {
    return bookFrame("").bytes();
  }

  /** A book whose text is encrypted. */
  public static byte[] lockedBook() {
    return bookFrame("")
        .with(
            "META-INF/encryption.xml",
            "<encryption><CipherReference URI=\"OEBPS/a%20b.xhtml\"/></encryption>")
        .bytes();
  }

  private static ZipSample bookFrame(String more) {
    return new ZipSample()
        .with("mimetype", "application/epub+zip")
        .with(
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"OEBPS/book.opf\"/></rootfiles></container>")
        .with(
            "OEBPS/book.opf",
            """
            <package><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
              <dc:title>Two Chapters</dc:title><dc:language>en-GB</dc:language></metadata>
            <manifest>
              <item id="x" href="a%20b.xhtml"/><item id="y" href="../first.xhtml"/>
            </manifest>
            <spine><itemref idref="y"/><itemref idref="x"/></spine></package>
            """)
        .with(
            "OEBPS/a b.xhtml", "<html><body><h1>Later</h1><p>the end" + more + "</p></body></html>")
        .with("first.xhtml", "<html><body><h1>Sooner</h1><p>the start</p></body></html>");
  }

  /** A mail with two versions of its body, a text attachment, a picture and a mail inside. */
  public static byte[] mail() {
    return """
    From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>
    To: team@example.org
    Subject: =?utf-8?B?%s?=
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="m"

    --m
    Content-Type: multipart/alternative; boundary="a"

    --a
    Content-Type: text/plain; charset=iso-8859-1
    Content-Transfer-Encoding: quoted-printable

    Gr=FC=DFe aus Z=FCrich
    --a
    Content-Type: text/html; charset=utf-8

    <p>the other version</p>
    --a--
    --m
    Content-Type: text/csv; name="prices.csv"
    Content-Disposition: attachment; filename="prices.csv"

    Item;Price
    Anvil;12
    --m
    Content-Type: image/png; name="logo.png"
    Content-Disposition: attachment; filename="logo.png"
    Content-Transfer-Encoding: base64

    iVBORw0KGgo=
    --m
    Content-Type: message/rfc822

    From: inner@example.org
    Subject: forwarded

    the inner text
    --m--
    """
        .formatted(
            Base64.getEncoder().encodeToString("Größe zählt".getBytes(StandardCharsets.UTF_8)))
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] nestedMail(int depth) {
    StringBuilder mail = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      mail.append("Subject: level ").append(i).append("\r\nContent-Type: message/rfc822\r\n\r\n");
    }
    return mail.append("Subject: core\r\n\r\ntext").toString().getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] nestedPage(int depth) {
    return ("<div>".repeat(depth) + "the core" + "</div>".repeat(depth))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
