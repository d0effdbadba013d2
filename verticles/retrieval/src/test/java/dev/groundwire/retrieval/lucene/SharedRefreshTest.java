package dev.groundwire.retrieval.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.ReferenceManager;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class SharedRefreshTest {
  @Test
  void sharesOneRefreshAmongAllWhoAskWhileAnotherRuns()
      throws IOException, InterruptedException, TimeoutException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    AtomicInteger refreshes = new AtomicInteger();
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig());
        SearcherManager searchers = new SearcherManager(writer, null);
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2)) {
      searchers.addListener(
          new ReferenceManager.RefreshListener() {
            @Override
            public void beforeRefresh() throws IOException {
              refreshes.incrementAndGet();
              begun.countDown();
              try {
                hold.await();
              } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
              }
            }

            @Override
            public void afterRefresh(boolean didRefresh) {}
          });
      SharedRefresh refresh = new SharedRefresh(searchers, threads, Duration.ZERO);
      Future<Void> first = refresh.request();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      Future<Void> second = refresh.request();
      Future<Void> third = refresh.request();
      assertThat(third).isSameAs(second).isNotSameAs(first);
      hold.countDown();
      Future.all(first, second, third).await(20, TimeUnit.SECONDS);

      assertThat(refreshes).hasValue(2);
    }
  }
}
