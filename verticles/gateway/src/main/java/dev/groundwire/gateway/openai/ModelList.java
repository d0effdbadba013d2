package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.llm.DescribeProviders;
import dev.groundwire.bus.llm.ListModels;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.ProviderView;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every model that a caller may name. */
final class ModelList {
  private static final Logger LOG = LoggerFactory.getLogger(ModelList.class);

  /** The kind of the providers that need no model. */
  private static final String EXTRACTIVE = "extractive";

  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;
  private final long created;

  /**
   * @param created said of every model, in seconds since 1970: clients want to have one
   */
  ModelList(Workspaces workspaces, Bus bus, Duration deadline, long created) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
    this.created = created;
  }

  Future<Listed> of(UUID organizationId) {
    return workspaces
        .slugs(organizationId)
        .compose(slugs ->
            passedThrough()
                .compose(models -> embedding().map(embedding -> listed(slugs, models, embedding))));
  }

  /** Without those that only quote documents: a completion has none to quote from. */
  private Future<List<String>> passedThrough() {
    return bus.request(LlmBus.LIST_MODELS, new ListModels(), deadline)
        .compose(listed ->
            bus.request(LlmBus.DESCRIBE_PROVIDERS, new DescribeProviders(), deadline)
                .map(described ->
                    listed.models().stream()
                        .filter(model -> !isOnlyExtractive(model, described.providers()))
                        .toList()));
  }

  private static boolean isOnlyExtractive(String model, List<ProviderView> providers) {
    List<ProviderView> having =
        providers.stream().filter(provider -> provider.models().contains(model)).toList();
    return !having.isEmpty()
        && having.stream().allMatch(provider -> provider.kind().equals(EXTRACTIVE));
  }

  /** None while its room does not answer: the other models are there all the same. */
  private Future<Optional<String>> embedding() {
    return bus.request(EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(), deadline)
        .map(described -> Optional.of(EmbeddingName.of(described.model())))
        .otherwise(failure -> {
          LOG.atWarn()
              .addKeyValue("reason", failure.getMessage())
              .log("embedding model not listed");
          return Optional.empty();
        });
  }

  private Listed listed(List<String> slugs, List<String> models, Optional<String> embedding) {
    Set<String> ids = new LinkedHashSet<>(models);
    slugs.forEach(slug -> ids.add(GroundedModel.of(slug)));
    embedding.ifPresent(ids::add);
    return new Listed("list", ids.stream().map(this::model).toList());
  }

  private Model model(String id) {
    return new Model(id, "model", created, GroundedModel.isOne(id) ? "groundwire" : "provider");
  }

  record Listed(String object, List<Model> data) {
    Stream<Model> named(String id) {
      return data.stream().filter(model -> model.id.equals(id));
    }
  }

  record Model(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}
}
