package dev.groundwire.ingestion.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jspecify.annotations.Nullable;

/** A mail: who, when, what about; one version of its body; attachments that are text. */
final class EmailReader implements FormatReader {
  private static final MimeConfig LENIENT =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(1 << 20)
          .setMaxHeaderCount(5_000)
          .build();

  @Override
  public void read(Original original, DocumentText into) throws IOException {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(LENIENT);
    try (InputStream content = Files.newInputStream(original.file())) {
      message(builder.parseMessage(content), into, 1);
    }
  }

  private static void message(Message message, DocumentText into, int depth) throws IOException {
    String subject = header(message, "Subject");
    into.title(subject);
    into.heading(Math.min(depth, 6), subject);
    StringBuilder who = new StringBuilder();
    for (String name : new String[] {"From", "To", "Cc", "Date"}) {
      String value = header(message, name);
      if (!value.isBlank()) {
        who.append(name).append(": ").append(value).append('\n');
      }
    }
    into.paragraph(who);
    part(message, into, depth);
  }

  private static void part(Entity entity, DocumentText into, int depth) throws IOException {
    if (depth > into.limits().maxNesting()) {
      throw ParseRefused.hostile("messages within messages beyond " + into.limits().maxNesting());
    }
    @Nullable Body body = entity.getBody();
    String type = entity.getMimeType();
    if (type.equals("multipart/encrypted") || type.equals("application/pkcs7-mime")) {
      throw ParseRefused.encrypted();
    }
    if (body instanceof Multipart parts && type.equals("multipart/alternative")) {
      Optional<Entity> best = mostReadable(parts);
      if (best.isPresent()) {
        part(best.get(), into, depth + 1);
      }
    } else if (body instanceof Multipart parts) {
      for (Entity each : parts.getBodyParts()) {
        part(each, into, depth + 1);
      }
    } else if (body instanceof Message inner) {
      message(inner, into, depth + 1);
    } else if (body instanceof SingleBody content) {
      text(entity, content, type, into, depth);
    }
  }

  /** Plain text where there is some, else the first version that can be read. */
  private static Optional<Entity> mostReadable(Multipart parts) throws IOException {
    for (Entity each : parts.getBodyParts()) {
      if (each.getMimeType().equals("text/plain")
          && each.getBody() instanceof SingleBody content
          && !decoded(each, content).isBlank()) {
        return Optional.of(each);
      }
    }
    return parts.getBodyParts().stream()
        .filter(each -> !each.getMimeType().equals("text/plain"))
        .findFirst();
  }

  private static void text(
      Entity entity, SingleBody content, String type, DocumentText into, int depth)
      throws IOException {
    String file = entity.getFilename() == null ? "" : decodedWords(entity.getFilename());
    String kind = file.isEmpty() ? type : MediaTypes.detect(new byte[] {' '}, file, type);
    if (!type.startsWith("text/") && !type.equals("message/rfc822")) {
      into.note("An attachment was left out: " + (file.isEmpty() ? type : file));
      return;
    }
    if (!file.isEmpty()) {
      into.heading(Math.min(depth + 1, 6), file);
    }
    switch (kind) {
      case MediaTypes.HTML -> HtmlReader.page(bytes(content), charset(entity), into);
      case MediaTypes.MARKDOWN -> MarkdownReader.document(decoded(entity, content), into);
      case MediaTypes.CSV, MediaTypes.TSV -> CsvReader.rows(decoded(entity, content), into);
      default -> PlainTextReader.paragraphs(decoded(entity, content), into);
    }
  }

  private static String decoded(Entity entity, SingleBody content) throws IOException {
    return TextDecoder.decode(bytes(content), charset(entity));
  }

  private static String charset(Entity entity) {
    return entity.getHeader() != null
            && entity.getHeader().getField("Content-Type") instanceof ContentTypeField field
            && field.getCharset() != null
        ? field.getCharset()
        : "";
  }

  private static byte[] bytes(SingleBody content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    return bytes.toByteArray();
  }

  private static String header(Message message, String name) {
    @Nullable Field field = message.getHeader() == null ? null : message.getHeader().getField(name);
    return field == null ? "" : decodedWords(field.getBody());
  }

  private static String decodedWords(String raw) {
    return DecoderUtil.decodeEncodedWords(raw, DecodeMonitor.SILENT);
  }
}
