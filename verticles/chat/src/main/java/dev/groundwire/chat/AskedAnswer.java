package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.util.Optional;

/** What was asked besides the question's text, as the database keeps it for a later owner. */
record AskedAnswer(
    Optional<String> model, PassageFilter filter, boolean keepGoing, String requestId) {
  static AskedAnswer of(Question question) {
    return new AskedAnswer(
        question.model(), question.filter(), question.keepGoing(), question.requestId());
  }

  String json() {
    return RecordJson.write(this);
  }

  static AskedAnswer read(String json) {
    return RecordJson.read(json, AskedAnswer.class);
  }
}
