package dev.groundwire.bus;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.cluster.ClusterBus;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.event.EventHints;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.outboxrelay.OutboxRelayBus;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.bus.stream.StreamCancel;
import dev.groundwire.bus.stream.StreamCredit;
import dev.groundwire.bus.stream.StreamEnd;
import dev.groundwire.bus.stream.StreamFrame;
import dev.groundwire.bus.stream.StreamOpened;
import dev.groundwire.bus.stream.StreamsAlive;
import dev.groundwire.bus.webhooks.WebhookBus;
import io.vertx.core.eventbus.EventBus;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One codec for each message of each address, registered once for a Vert.x instance. */
public final class BusCodecs {
  /** Every class that declares addresses. */
  private static final List<Class<?>> ROOMS =
      List.of(
          IngestionBus.class,
          EmbeddingBus.class,
          RetrievalBus.class,
          LlmBus.class,
          ChatBus.class,
          OutboxRelayBus.class,
          InboxBus.class,
          DeadLetterBus.class,
          WebhookBus.class,
          ClusterBus.class,
          JobsBus.class,
          EventHints.class);

  /** What every stream needs besides its own items. */
  private static final List<Class<? extends Record>> STREAMS =
      List.of(
          StreamEnd.class,
          StreamOpened.class,
          StreamCredit.class,
          StreamCancel.class,
          StreamsAlive.class);

  private BusCodecs() {}

  public static void register(EventBus eventBus) {
    eventBus.registerDefaultCodec(BusFailure.class, new BusFailureCodec());
    eventBus.registerDefaultCodec(StreamFrame.class, new StreamFrameCodec(messages()));
    messages().forEach((type, name) -> registerRecord(eventBus, type, name));
  }

  private static <T extends Record> void registerRecord(
      EventBus eventBus, Class<T> type, String name) {
    eventBus.registerDefaultCodec(type, new RecordCodec<>(name, type));
  }

  /** Message class to the name of its codec, in the order of declaration. */
  static Map<Class<? extends Record>, String> messages() {
    Map<Class<? extends Record>, String> names = new LinkedHashMap<>();
    STREAMS.forEach(type -> names.put(type, codecName(type)));
    for (Object address : addresses()) {
      switch (address) {
        case RequestAddress<?, ?> at -> {
          names.putIfAbsent(at.request(), codecName(at.request()));
          names.putIfAbsent(at.reply(), codecName(at.reply()));
        }
        case StreamAddress<?, ?> at -> {
          names.putIfAbsent(at.request(), codecName(at.request()));
          at.items()
              .forEach(item -> names.putIfAbsent(item.asSubclass(Record.class), codecName(item)));
        }
        case HintAddress<?> at -> names.putIfAbsent(at.hint(), codecName(at.hint()));
        default -> throw new IllegalStateException("not an address: " + address);
      }
    }
    return names;
  }

  static List<Object> addresses() {
    List<Object> found = new ArrayList<>();
    for (Class<?> room : ROOMS) {
      for (Field constant : room.getFields()) {
        try {
          found.add(constant.get(null));
        } catch (IllegalAccessException notPublic) {
          throw new IllegalStateException(constant + " is not readable", notPublic);
        }
      }
    }
    return found;
  }

  /** {@code FindPassages} travels as {@code find-passages.v1}; a renamed record keeps its name. */
  private static String codecName(Class<?> message) {
    String dashed = message.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
    return dashed.toLowerCase(Locale.ROOT) + ".v1";
  }
}
