package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.Block;
import dev.groundwire.ingestion.parse.BlockKind;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How parent and child write to each other; both are of the same build, so nothing is versioned.
 */
final class Wire {
  /** The child has read the request: from here on its end is the document's fault. */
  static final int ACCEPTED = 1;

  static final int PROGRESS = 2;
  static final int PARSED = 3;
  static final int REFUSED = 4;

  private static final List<BlockKind> KINDS = List.of(BlockKind.values());
  private static final int PIECE = 1 << 18;

  private Wire() {}

  static void writeString(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readString(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > 4 * PIECE) {
      throw new IOException("a string of " + length + " bytes is not from a parser");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void write(DataOutput out, ParsedDocument document) throws IOException {
    writeString(out, document.mediaType());
    writeString(out, document.title().orElse(""));
    writeString(out, document.language().orElse(""));
    writeStrings(out, document.notes());
    writeText(out, document.text());
    Map<List<String>, Integer> sections = new LinkedHashMap<>();
    for (Block block : document.blocks()) {
      sections.putIfAbsent(block.section(), sections.size());
    }
    out.writeInt(sections.size());
    for (List<String> section : sections.keySet()) {
      writeStrings(out, section);
    }
    out.writeInt(document.blocks().size());
    for (Block block : document.blocks()) {
      out.writeByte(KINDS.indexOf(block.kind()));
      out.writeByte(block.level());
      out.writeInt(block.start());
      out.writeInt(block.end());
      out.writeInt(block.page().orElse(0));
      out.writeInt(sections.getOrDefault(block.section(), 0));
    }
  }

  static ParsedDocument readDocument(DataInput in) throws IOException {
    String mediaType = readString(in);
    Optional<String> title = present(readString(in));
    Optional<String> language = present(readString(in));
    List<String> notes = readStrings(in);
    String text = readText(in);
    List<List<String>> sections = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      sections.add(readStrings(in));
    }
    List<Block> blocks = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      blocks.add(
          new Block(
              KINDS.get(in.readByte()),
              in.readByte(),
              in.readInt(),
              in.readInt(),
              Optional.of(in.readInt()).filter(page -> page > 0),
              sections.get(in.readInt())));
    }
    return new ParsedDocument(text, blocks, mediaType, title, language, notes);
  }

  /** In pieces, so that neither side holds a large text twice more as bytes. */
  private static void writeText(DataOutput out, String text) throws IOException {
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + PIECE);
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end--;
      }
      writeString(out, text.substring(at, end));
      at = end;
    }
    writeString(out, "");
  }

  private static String readText(DataInput in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String piece = readString(in); !piece.isEmpty(); piece = readString(in)) {
      text.append(piece);
    }
    return text.toString();
  }

  private static void writeStrings(DataOutput out, List<String> strings) throws IOException {
    out.writeInt(strings.size());
    for (String each : strings) {
      writeString(out, each);
    }
  }

  private static List<String> readStrings(DataInput in) throws IOException {
    List<String> strings = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      strings.add(readString(in));
    }
    return List.copyOf(strings);
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
