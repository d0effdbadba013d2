package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.Evidence;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.extractive.BagOfWords;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExtractiveProviderTest implements LlmProviderContract {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final String SENTENCE = "Employees get 28 vacation days a year.";
  private static final List<Evidence> HANDBOOK =
      List.of(
          new Evidence(
              1,
              "handbook.md",
              "Annual leave\n"
                  + SENTENCE
                  + " Unused vacation days expire in March. The canteen is open at noon.",
              0.9),
          new Evidence(2, "travel.md", "Trains are booked in second class.\n\n" + SENTENCE, 0.4));

  private final List<String> deployed = new ArrayList<>();
  private String embedding = "";

  @BeforeEach
  void embed() throws TimeoutException {
    embedding = VERTX.deploy(new BagOfWords());
    deployed.add(embedding);
  }

  @AfterEach
  void close() throws TimeoutException {
    for (String deployment : deployed) {
      VERTX.undeploy(deployment);
    }
  }

  @Override
  public VertxFixture fixture() {
    return VERTX;
  }

  @Override
  public DirectRoom open(ProviderConfig provider) throws TimeoutException {
    DirectRoom room = new DirectRoom(provider);
    deployed.add(VERTX.vertx().deployVerticle(room).await(30, TimeUnit.SECONDS));
    return room;
  }

  @Override
  public ProviderConfig provider() {
    return Providers.at(ProviderConfig.Kind.EXTRACTIVE, null);
  }

  /** Without an embedding room: every request finds nobody. */
  @Override
  public ProviderConfig broken() throws TimeoutException {
    VERTX.undeploy(embedding);
    deployed.remove(embedding);
    return provider();
  }

  @Override
  public Generate answerable() {
    return asking("How many vacation days do employees get?", 500);
  }

  @Override
  public String answer() {
    return "No language model is configured. These sentences of your documents support an answer"
        + " best:\n\n"
        + SENTENCE
        + " [1]";
  }

  @Override
  public Generate limited() {
    return asking("How many vacation days do employees get?", 30);
  }

  private static Generate asking(String question, int maxTokens) {
    return Requests.quoting(question, HANDBOOK, maxTokens);
  }

  private Reader<Generate, GenerationItem> ask(Generate request) throws TimeoutException {
    open(provider());
    return Reader.of(VERTX.vertx(), LlmBus.GENERATE, request).awaitEnd();
  }

  @Test
  void saysWhichSentenceAMarkStandsFor() throws TimeoutException {
    Reader<Generate, GenerationItem> reader = ask(answerable());
    Quotation quotation = reader.quotations().getFirst();
    assertThat(reader.text().substring(quotation.at())).startsWith("[" + quotation.n() + "]");
    assertThat(HANDBOOK.get(quotation.n() - 1).text().substring(quotation.start(), quotation.end()))
        .isEqualTo(SENTENCE);
  }

  @Test
  void knowsNothingWhereNothingSupportsAnAnswer() throws TimeoutException {
    assertThat(ask(asking("Who won the football match?", 500)).text())
        .startsWith("I don't know from these documents. No language model is configured");
  }

  @Test
  void writesOneSentenceAnItem() throws TimeoutException {
    assertThat(ask(answerable()).items()).hasSizeGreaterThan(3);
  }

  @Test
  void refusesCompletions() throws TimeoutException {
    open(provider());
    assertThat(
            Reader.of(VERTX.vertx(), LlmBus.COMPLETE, Requests.complete(new JsonObject()))
                .failure()
                .code())
        .isEqualTo(FailureCode.INVALID_REQUEST);
  }
}
