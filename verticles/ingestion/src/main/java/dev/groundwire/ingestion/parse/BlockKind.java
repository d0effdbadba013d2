package dev.groundwire.ingestion.parse;

/** What a stretch of a document's text is. */
public enum BlockKind {
  HEADING,
  PARAGRAPH,
  TABLE_ROW,
  LIST_ITEM,
  CODE
}
