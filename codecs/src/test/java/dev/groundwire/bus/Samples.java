package dev.groundwire.bus;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Messages whose every field says something, and always the same. */
final class Samples {
  private static final UUID ID = UUID.fromString("01a200f4-ac0c-71a1-bf36-89d98925e530");

  private Samples() {}

  /** A record whose every field says something. */
  static <T extends Record> T of(Class<T> type) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      boolean second = // one of two ids only
          components[i].getName().equals("conversationId")
              && components[i].getType() == Optional.class;
      values[i] = second ? Optional.empty() : value(components[i].getGenericType());
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(Type type) throws Exception {
    if (type instanceof ParameterizedType generic) {
      Object item = value(generic.getActualTypeArguments()[0]);
      return generic.getRawType() == Optional.class ? Optional.of(item) : List.of(item, item);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return of(raw.asSubclass(Record.class));
    }
    if (raw == Long.class) {
      return 1L << 33;
    }
    if (raw.isEnum()) {
      return raw.getEnumConstants()[1];
    }
    return Map.<Class<?>, Object>of(
            String.class,
            "Grüße, 𐌲𐌿𐍄",
            UUID.class,
            ID,
            Instant.class,
            Instant.parse("2026-01-02T03:04:05.123456Z"),
            int.class,
            7,
            long.class,
            1L << 40,
            double.class,
            0.1,
            boolean.class,
            true,
            Integer.class,
            9,
            Double.class,
            0.25,
            float[].class,
            new float[] {0.5f, -1f})
        .getOrDefault(raw, "");
  }
}
