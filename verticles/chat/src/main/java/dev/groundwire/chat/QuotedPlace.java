package dev.groundwire.chat;

import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.Source;
import dev.groundwire.bus.llm.Quotation;
import java.util.List;
import java.util.Optional;

/** Where in its document the sentence stands that a mark was set for. */
final class QuotedPlace {
  private QuotedPlace() {}

  /** The mark itself where the writer does not know, or names a place beyond the source. */
  static Citation of(Citation mark, List<Source> sources, List<Quotation> quotations) {
    Source source = sources.get(mark.n() - 1);
    return quotations.stream()
        .filter(quotation -> quotation.at() == mark.at() && quotation.n() == mark.n())
        .filter(quotation -> isWithin(quotation, source))
        .findFirst()
        .map(quotation ->
            new Citation(
                mark.n(),
                mark.at(),
                Optional.of(source.start() + quotation.start()),
                Optional.of(source.start() + quotation.end())))
        .orElse(mark);
  }

  private static boolean isWithin(Quotation quotation, Source source) {
    return quotation.start() >= 0
        && quotation.end() > quotation.start()
        && quotation.end() <= source.end() - source.start();
  }
}
