package dev.groundwire.platform.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a tree of configuration records: defaults, then an overlay file, then the environment. */
public final class ConfigurationReader {
  private static final Path SECRETS = Path.of("/run/secrets");
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, new DurationText())
                  .addDeserializer(boolean.class, new SwitchText()))
          .build();

  private final EnvironmentOverlay overlay;

  public ConfigurationReader(Map<String, String> environment) {
    this(environment, SECRETS);
  }

  ConfigurationReader(Map<String, String> environment, Path secrets) {
    this.overlay = new EnvironmentOverlay(environment, secrets);
  }

  /**
   * The configuration of that shape.
   *
   * @param defaults YAML with a value for every key that has one
   * @param file keys that differ from the defaults
   * @throws InvalidConfiguration whose message names key, value and what is allowed
   */
  public <T extends Record> T read(Class<T> type, InputStream defaults, Optional<Path> file) {
    ObjectNode tree = tree(defaults);
    file.ifPresent(path -> merge(tree, tree(path)));
    overlay.lay(type, tree);
    try {
      return YAML.treeToValue(tree, type);
    } catch (UnrecognizedPropertyException unknown) {
      throw new InvalidConfiguration(
          Keys.path(unknown)
              + " is not a configuration key; near it there are "
              + unknown.getKnownPropertyIds());
    } catch (InvalidFormatException wrong) {
      throw new InvalidConfiguration(
          Keys.path(wrong) + " has a wrong value: " + wrong.getOriginalMessage());
    } catch (ValueInstantiationException refused) {
      Throwable cause = refused.getCause();
      throw new InvalidConfiguration(
          cause == null
              ? Keys.path(refused) + " has a wrong value"
              : Objects.toString(cause.getMessage(), cause.toString()));
    } catch (JsonProcessingException wrong) {
      throw new InvalidConfiguration(
          Keys.path(wrong) + " has a wrong value: " + wrong.getOriginalMessage());
    }
  }

  private static ObjectNode tree(InputStream yaml) {
    try (yaml) {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (IOException | ClassCastException unreadable) {
      throw new InvalidConfiguration("The configuration's defaults are not readable", unreadable);
    }
  }

  private static ObjectNode tree(Path file) {
    try {
      JsonNode content = YAML.readTree(Files.readString(file));
      if (content.isMissingNode() || content.isNull()) {
        return YAML.createObjectNode();
      }
      if (content instanceof ObjectNode keys) {
        return keys;
      }
      throw new InvalidConfiguration(
          "The configuration file "
              + file
              + " holds no keys: write them like those of conf/groundwire.yaml");
    } catch (IOException unreadable) {
      throw new InvalidConfiguration(
          "The configuration file " + file + " is not readable: " + unreadable.getMessage(),
          unreadable);
    }
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      if (entry.getValue() instanceof ObjectNode keys
          && into.get(entry.getKey()) instanceof ObjectNode known) {
        merge(known, keys);
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }
}
