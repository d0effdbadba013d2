package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Evidence;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExtractiveProviderTest implements LlmProviderContract {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** Without an embedding room: every request finds nobody. */
  @RegisterExtension static final VertxFixture DESERTED = new VertxFixture();

  private static final Room ROOM = new Room();
  private static final List<Evidence> HANDBOOK =
      List.of(
          new Evidence(
              1,
              "handbook.md",
              "Annual leave\nEmployees get 28 vacation days a year. Unused vacation days expire in"
                  + " March. The canteen is open at noon.",
              0.9),
          new Evidence(
              2,
              "travel.md",
              "Trains are booked in second class.\n\nEmployees get 28 vacation days a year.",
              0.4));

  @BeforeAll
  static void open() throws TimeoutException {
    VERTX.deploy(ROOM);
    VERTX.deploy(new BagOfWords());
  }

  private static StartGeneration asking(String question, int maxTokens) {
    return new StartGeneration(
        UUID.randomUUID(), Optional.empty(), question, HANDBOOK, List.of(), maxTokens);
  }

  private static String answer(String question) throws TimeoutException {
    RecordingSink sink = new RecordingSink(VERTX.vertx(), 10_000, false);
    ExtractiveProvider provider =
        new ExtractiveProvider(new Bus(VERTX.vertx()), Settings.extractive(), true);
    ROOM.run(() -> provider.write(asking(question, 500), ExtractiveProvider.MODEL, sink))
        .await(SECONDS, TimeUnit.SECONDS);
    return sink.text();
  }

  @Override
  public Vertx vertx() {
    return VERTX.vertx();
  }

  @Override
  public Room room() {
    return ROOM;
  }

  @Override
  public LlmProvider provider() {
    return new ExtractiveProvider(new Bus(VERTX.vertx()), Settings.extractive(), true);
  }

  @Override
  public StartGeneration answerable() {
    return asking("How many vacation days do employees get?", 500);
  }

  @Override
  public StartGeneration limited() {
    return asking("How many vacation days do employees get?", 30);
  }

  @Override
  public LlmProvider broken() {
    return new ExtractiveProvider(new Bus(DESERTED.vertx()), Settings.extractive(), true);
  }

  @Test
  void quotesWhatSupportsTheAnswerWithItsMark() throws TimeoutException {
    assertThat(answer("How many vacation days do employees get?"))
        .startsWith("No language model is configured.")
        .contains("\n\nEmployees get 28 vacation days a year. [1]")
        .doesNotContain("canteen", "second class");
  }

  @Test
  void saysWhichSentenceAMarkStandsFor() throws TimeoutException {
    RecordingSink sink = new RecordingSink(VERTX.vertx(), 10_000, false);
    ROOM.run(() -> provider().write(answerable(), ExtractiveProvider.MODEL, sink))
        .await(SECONDS, TimeUnit.SECONDS);
    Quotation quotation = sink.quotations().getFirst();
    assertThat(sink.text().substring(quotation.at())).startsWith("[" + quotation.n() + "]");
    assertThat(HANDBOOK.get(quotation.n() - 1).text().substring(quotation.start(), quotation.end()))
        .isEqualTo("Employees get 28 vacation days a year.");
  }

  @Test
  void quotesASentenceOfTwoPassagesOnce() throws TimeoutException {
    assertThat(answer("How many vacation days do employees get?").split("28", -1)).hasSize(2);
  }

  @Test
  void knowsNothingWhereNothingSupportsAnAnswer() throws TimeoutException {
    assertThat(answer("Who won the football match?"))
        .startsWith("I don't know from these documents. No language model is configured");
  }

  @Test
  void writesOneSentenceARead() throws TimeoutException {
    RecordingSink sink = new RecordingSink(VERTX.vertx(), 10_000, false);
    ROOM.run(() -> provider().write(answerable(), ExtractiveProvider.MODEL, sink))
        .await(SECONDS, TimeUnit.SECONDS);
    assertThat(sink.mostUnread()).isLessThan(sink.text().length());
  }
}
