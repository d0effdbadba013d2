package dev.groundwire.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A model whose files are on the class path, and what cannot be read from them. */
public enum LocalModelCard {
  BGE_SMALL_EN(
      "bge-small-en-v1.5-q",
      "6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4",
      512,
      Pooling.FIRST_TOKEN,
      "Represent this sentence for searching relevant passages: "),
  /** Its own tokenizer file cuts at 128 tokens; it was trained at 128 and serves up to 256. */
  ALL_MINILM_L6(
      "all-minilm-l6-v2-q",
      "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
      256,
      Pooling.MEAN,
      "");

  /** How the vectors of all tokens become the vector of the text. */
  enum Pooling {
    FIRST_TOKEN,
    MEAN
  }

  static final int DIMENSIONS = 384;

  /** {@code [CLS]} and {@code [SEP]}. */
  static final int SPECIAL_TOKENS = 2;

  private final String id;
  private final String sha256;
  private final int window;
  private final Pooling pooling;
  private final String queryPrefix;

  LocalModelCard(String id, String sha256, int window, Pooling pooling, String queryPrefix) {
    this.id = id;
    this.sha256 = sha256;
    this.window = window;
    this.pooling = pooling;
    this.queryPrefix = queryPrefix;
  }

  static Optional<LocalModelCard> of(String id) {
    return Arrays.stream(values()).filter(card -> card.id.equals(id)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(LocalModelCard::id).toList();
  }

  String id() {
    return id;
  }

  /** Of the ONNX file: vectors of another file are never compared with this one's. */
  String sha256() {
    return sha256;
  }

  /** Id and revision. */
  String identity() {
    return id + "@" + sha256.substring(0, 12);
  }

  /** Tokens of one run, special tokens counted. */
  int window() {
    return window;
  }

  Pooling pooling() {
    return pooling;
  }

  /** What this model wants to see before a question. */
  String queryPrefix() {
    return queryPrefix;
  }

  String onnxResource() {
    return "/" + id + ".onnx";
  }

  String tokenizerResource() {
    return "/" + id + "-tokenizer.json";
  }
}
