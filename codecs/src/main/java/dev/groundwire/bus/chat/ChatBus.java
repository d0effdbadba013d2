package dev.groundwire.bus.chat;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.StreamAddress;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
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
              "chat.list-conversations", ListConversations.class, ConversationsListed.class)
          .harmless();
  public static final RequestAddress<FindConversation, ConversationFound> FIND_CONVERSATION =
      new RequestAddress<>(
              "chat.find-conversation", FindConversation.class, ConversationFound.class)
          .harmless();
  public static final RequestAddress<DeleteConversation, Done> DELETE_CONVERSATION =
      new RequestAddress<>("chat.delete-conversation", DeleteConversation.class, Done.class);
  public static final RequestAddress<StartAnswer, AnswerStarted> START_ANSWER =
      new RequestAddress<>("chat.start-answer", StartAnswer.class, AnswerStarted.class);
  public static final RequestAddress<FindAnswer, AnswerView> FIND_ANSWER =
      new RequestAddress<>("chat.find-answer", FindAnswer.class, AnswerView.class).harmless();
  public static final RequestAddress<CancelAnswer, Done> CANCEL_ANSWER =
      new RequestAddress<>("chat.cancel-answer", CancelAnswer.class, Done.class);

  /** Of nodes that share a database. */
  public static final RequestAddress<DescribeNodes, NodesDescribed> DESCRIBE_NODES =
      new RequestAddress<>("chat.describe-nodes", DescribeNodes.class, NodesDescribed.class)
          .harmless();

  /** Steps of jobs about conversations and answers. */
  public static final RequestAddress<RunStep, StepDone> RUN_STEP =
      new RequestAddress<>("chat.run-step", RunStep.class, StepDone.class);

  public static final StreamAddress<WatchAnswer, LogEntries> WATCH_ANSWER =
      new StreamAddress<>("chat.watch-answer", WatchAnswer.class, List.of(LogEntries.class));

  public static final HintAddress<AnswerTaken> ANSWER_TAKEN =
      new HintAddress<>("chat.answer-taken", AnswerTaken.class);
  public static final HintAddress<ConversationDeleted> CONVERSATION_DELETED =
      new HintAddress<>("chat.conversation-deleted", ConversationDeleted.class);

  private ChatBus() {}
}
