package dev.groundwire.platform.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
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
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads a tree of configuration records: defaults, then an overlay file, then the environment. */
public final class ConfigurationReader {
  private static final Path SECRETS = Path.of("/run/secrets");
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
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
    Origins origins = new Origins();
    ObjectNode tree = tree(defaults);
    file.ifPresent(path -> merge(tree, tree(path), "", key -> origins.file(key, path)));
    overlay.lay(type, tree, origins);
    try {
      return YAML.treeToValue(tree, type);
    } catch (UnrecognizedPropertyException unknown) {
      throw new InvalidConfiguration(
          origins.of(Keys.path(unknown))
              + " is not a configuration key; near it there are "
              + new TreeSet<>(unknown.getKnownPropertyIds()));
    } catch (ValueInstantiationException refused) {
      Throwable cause = refused.getCause() == null ? refused : refused.getCause();
      throw new InvalidConfiguration(
          origins.explained(Objects.toString(cause.getMessage(), cause.toString())));
    } catch (JsonMappingException wrong) {
      throw new InvalidConfiguration(WrongType.message(wrong, tree, origins));
    } catch (JsonProcessingException wrong) {
      throw new InvalidConfiguration("The configuration is not usable", wrong);
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
    } catch (JsonProcessingException garbled) {
      // Without the parser's own words, which quote the file.
      JsonLocation at = garbled.getLocation();
      throw new InvalidConfiguration(
          "The configuration file "
              + file
              + " is not YAML"
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()),
          garbled);
    } catch (IOException unreadable) {
      throw new InvalidConfiguration(
          "The configuration file " + file + " is not readable: check its path and permissions",
          unreadable);
    }
  }

  private static void merge(
      ObjectNode into, ObjectNode from, String parent, Consumer<String> changed) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      String key = Keys.below(parent, entry.getKey());
      if (entry.getValue() instanceof ObjectNode keys
          && into.get(entry.getKey()) instanceof ObjectNode known) {
        merge(known, keys, key, changed);
      } else {
        into.set(entry.getKey(), entry.getValue());
        changed.accept(key);
      }
    }
  }
}
