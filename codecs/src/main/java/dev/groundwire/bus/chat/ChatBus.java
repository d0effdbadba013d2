package dev.groundwire.bus.chat;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.StreamAddress;
import java.util.List;

/**
 * Everything the chat verticle answers. Requests may reach any node; an answer's owner also answers
 * {@code FIND_ANSWER}, {@code CANCEL_ANSWER} and {@code WATCH_ANSWER} at its private addresses.
 */
public final class ChatBus {
  public static final RequestAddress<StartConversation, ConversationView> START_CONVERSATION =
      new RequestAddress<>(
          "chat.start-conversation", StartConversation.class, ConversationView.class);
  public static final RequestAddress<ListConversations, ConversationsListed> LIST_CONVERSATIONS =
      new RequestAddress<>(
          "chat.list-conversations", ListConversations.class, ConversationsListed.class);
  public static final RequestAddress<FindConversation, ConversationFound> FIND_CONVERSATION =
      new RequestAddress<>(
          "chat.find-conversation", FindConversation.class, ConversationFound.class);
  public static final RequestAddress<DeleteConversation, Done> DELETE_CONVERSATION =
      new RequestAddress<>("chat.delete-conversation", DeleteConversation.class, Done.class);
  public static final RequestAddress<StartAnswer, AnswerStarted> START_ANSWER =
      new RequestAddress<>("chat.start-answer", StartAnswer.class, AnswerStarted.class);
  public static final RequestAddress<FindAnswer, AnswerView> FIND_ANSWER =
      new RequestAddress<>("chat.find-answer", FindAnswer.class, AnswerView.class);
  public static final RequestAddress<CancelAnswer, Done> CANCEL_ANSWER =
      new RequestAddress<>("chat.cancel-answer", CancelAnswer.class, Done.class);

  public static final StreamAddress<WatchAnswer, LogEntries> WATCH_ANSWER =
      new StreamAddress<>("chat.watch-answer", WatchAnswer.class, List.of(LogEntries.class));

  public static final HintAddress<AnswerTaken> ANSWER_TAKEN =
      new HintAddress<>("chat.answer-taken", AnswerTaken.class);
  public static final HintAddress<ConversationDeleted> CONVERSATION_DELETED =
      new HintAddress<>("chat.conversation-deleted", ConversationDeleted.class);

  private ChatBus() {}
}
