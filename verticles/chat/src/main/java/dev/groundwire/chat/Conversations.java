package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.ConversationDeleted;
import dev.groundwire.bus.chat.ConversationFound;
import dev.groundwire.bus.chat.ConversationView;
import dev.groundwire.bus.chat.ConversationsListed;
import dev.groundwire.bus.chat.DeleteConversation;
import dev.groundwire.bus.chat.FindConversation;
import dev.groundwire.bus.chat.ListConversations;
import dev.groundwire.bus.chat.StartConversation;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Starts, lists, finds and deletes conversations. */
final class Conversations {
  private static final int MESSAGES = 200;

  private final Database database;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final AnswerLoopVerticle.Desk desk;
  private final AnswerCache cache;
  private final Bus bus;
  private final ConversationRepository conversations = new ConversationRepository();
  private final MessageRepository messages = new MessageRepository();

  Conversations(
      Database database,
      Clock clock,
      Supplier<UUID> ids,
      AnswerLoopVerticle.Desk desk,
      AnswerCache cache,
      Bus bus) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.desk = desk;
    this.cache = cache;
    this.bus = bus;
  }

  ConversationView start(StartConversation request) {
    String title = PlainText.required("title", request.title().strip());
    if (title.length() > Title.LONGEST) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "title is longer than " + Title.LONGEST + " characters; shorten it");
    }
    Instant now = Moments.now(clock);
    ConversationView view = new ConversationView(ids.get(), title, now, now);
    Tenant tenant = request.tenant();
    return database.inTenant(
        tenant.organizationId(),
        tx -> {
          if (!conversations.hasWorkspace(tx, tenant.workspaceId())) {
            throw new BusFailure(FailureCode.NOT_FOUND, "No such workspace.");
          }
          conversations.add(tx, tenant, view);
          return view;
        });
  }

  ConversationsListed list(ListConversations request) {
    Tenant tenant = request.tenant();
    int limit = request.page().limit();
    ConversationCursor from =
        request.page().cursor().map(ConversationCursor::of).orElse(ConversationCursor.START);
    List<ConversationView> oneMore =
        database.inTenant(
            tenant.organizationId(),
            tx -> conversations.list(tx, tenant.workspaceId(), from, limit + 1));
    if (oneMore.size() <= limit) {
      return new ConversationsListed(oneMore, Optional.empty());
    }
    List<ConversationView> items = oneMore.subList(0, limit);
    return new ConversationsListed(
        items, Optional.of(ConversationCursor.after(items.getLast()).text()));
  }

  ConversationFound find(FindConversation request) {
    return database.inTenant(
        request.organizationId(),
        tx -> {
          ConversationView view =
              conversations.find(tx, request.conversationId()).orElseThrow(Conversations::none);
          return new ConversationFound(view, messages.last(tx, view.id(), MESSAGES));
        });
  }

  Done delete(DeleteConversation request) {
    boolean existed =
        database.inTenant(
            request.organizationId(), tx -> conversations.delete(tx, request.conversationId()));
    if (!existed) {
      throw none();
    }
    forget(request.conversationId());
    bus.hint(ChatBus.CONVERSATION_DELETED, new ConversationDeleted(request.conversationId()));
    return new Done();
  }

  /** Also one that was deleted at another node. */
  void forget(UUID conversationId) {
    cache.forgetOf(conversationId);
    desk.loop().perform(() -> desk.live().forgetOf(conversationId));
  }

  static BusFailure none() {
    return new BusFailure(FailureCode.NOT_FOUND, "No such conversation.");
  }
}
