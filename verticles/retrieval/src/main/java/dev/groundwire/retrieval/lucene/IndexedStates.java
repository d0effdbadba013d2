package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.index.IndexedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** What the index holds of each document, read from its terms. */
final class IndexedStates {
  private IndexedStates() {}

  static Optional<IndexedState> find(IndexReader reader, UUID documentId) throws IOException {
    BytesRef id = Uuids.bytes(documentId);
    IndexedState sum = new IndexedState(documentId, 0, 0, "");
    SortedSet<String> further = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum chunks = chunks(leaf.reader(), id);
      if (chunks != null) {
        sum = add(sum, further, leaf.reader(), chunks);
      }
    }
    return sum.chunks() == 0
        ? Optional.empty()
        : Optional.of(
            new IndexedState(
                documentId,
                sum.version(),
                sum.chunks(),
                sum.model(),
                further.stream().map(model -> model + " ").collect(Collectors.joining())));
  }

  private static @Nullable PostingsEnum chunks(LeafReader leaf, BytesRef id) throws IOException {
    Terms terms = leaf.terms(ChunkFields.DOCUMENT);
    if (terms == null) {
      return null;
    }
    TermsEnum term = terms.iterator();
    return term.seekExact(id) ? term.postings(null, PostingsEnum.NONE) : null;
  }

  private static IndexedState add(
      IndexedState sum, Set<String> further, LeafReader leaf, PostingsEnum chunks)
      throws IOException {
    SortedDocValues furtherModels = DocValues.getSorted(leaf, ChunkFields.FURTHER);
    NumericDocValues versions = DocValues.getNumeric(leaf, ChunkFields.VERSION);
    SortedDocValues models = DocValues.getSorted(leaf, ChunkFields.MODEL);
    Bits live = leaf.getLiveDocs();
    int version = sum.version();
    int count = sum.chunks();
    String model = sum.model();
    for (int chunk = chunks.nextDoc();
        chunk != DocIdSetIterator.NO_MORE_DOCS;
        chunk = chunks.nextDoc()) {
      if (live != null && !live.get(chunk)) {
        continue;
      }
      if (furtherModels.advanceExact(chunk)) {
        further.add(furtherModels.lookupOrd(furtherModels.ordValue()).utf8ToString());
        continue;
      }
      count++;
      if (versions.advanceExact(chunk)) {
        version = Math.max(version, (int) versions.longValue());
      }
      if (models.advanceExact(chunk)) {
        model = greater(model, models.lookupOrd(models.ordValue()).utf8ToString());
      }
    }
    return new IndexedState(sum.documentId(), version, count, model);
  }

  private static String greater(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  static List<IndexedState> list(IndexReader reader, Optional<UUID> after, int limit)
      throws IOException {
    List<IndexedState> states = new ArrayList<>();
    Terms terms = MultiTerms.getTerms(reader, ChunkFields.DOCUMENT);
    if (terms == null) {
      return states;
    }
    TermsEnum documents = terms.iterator();
    for (BytesRef id = first(documents, after);
        id != null && states.size() < limit;
        id = documents.next()) {
      find(reader, Uuids.read(id)).ifPresent(states::add);
    }
    return states;
  }

  private static @Nullable BytesRef first(TermsEnum documents, Optional<UUID> after)
      throws IOException {
    if (after.isEmpty()) {
      return documents.next();
    }
    return switch (documents.seekCeil(Uuids.bytes(after.get()))) {
      case END -> null;
      case FOUND -> documents.next();
      case NOT_FOUND -> documents.term();
    };
  }
}
