package dev.groundwire.launcher.eval;

import dev.groundwire.launcher.client.Upload;
import dev.groundwire.launcher.command.DocumentLoader;
import dev.groundwire.launcher.command.LoadedDocument;
import dev.groundwire.launcher.command.ProgressLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes a collection in through the same door as everybody's documents. */
final class CollectionLoad {
  private final DocumentLoader loader;

  CollectionLoad(DocumentLoader loader) {
    this.loader = loader;
  }

  LoadedCollection load(BeirCollection collection, ProgressLine line)
      throws IOException, InterruptedException {
    List<Upload> uploads = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    collection.documents(document -> {
      if (document.content().isEmpty()) {
        empty.add(document.id());
      } else {
        uploads.add(Upload.text(document.id(), document.content()));
      }
    });
    Map<UUID, List<String>> corpusIds = new LinkedHashMap<>();
    Map<String, String> failed = new LinkedHashMap<>();
    for (LoadedDocument document : loader.load(uploads, line)) {
      if (document.error().isPresent() || document.id().isEmpty()) {
        failed.put(document.name(), document.error().orElse("no document"));
      } else {
        corpusIds
            .computeIfAbsent(document.id().get(), id -> new ArrayList<>())
            .add(document.name());
      }
    }
    return new LoadedCollection(corpusIds, empty, failed);
  }
}
