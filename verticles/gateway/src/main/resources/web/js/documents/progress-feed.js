import { eventStream } from '../api/event-stream.js';
import { Patience } from '../api/patience.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';

const LOOK_AGAIN = 8_000;

/**
 * Follows the processing of documents while there is some and the tab is seen: browsers allow six
 * connections per server over HTTP/1.1, and idle tabs must not hold them all.
 */
export class ProgressFeed {
  #store;
  #quit = null;
  #timer = 0;

  constructor(store) {
    this.#store = store;
    store.onChange(() => this.#decide());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') store.load();
      this.#decide();
    });
    addEventListener('online', () => store.load());
  }

  #decide() {
    const wanted = document.visibilityState === 'visible' && this.#store.pending.length > 0;
    if (wanted && !this.#quit) {
      this.#quit = new AbortController();
      this.#follow(this.#quit.signal);
      // progress is a hint that may be lost on its way: the list itself is the truth
      this.#timer = setInterval(() => this.#store.load(), LOOK_AGAIN);
    } else if (!wanted && this.#quit) {
      clearInterval(this.#timer);
      this.#quit.abort();
      this.#quit = null;
    }
  }

  async #follow(signal) {
    const patience = new Patience();
    while (!signal.aborted) {
      try {
        for await (const { type, data } of eventStream(ROUTES.progress(), { signal })) {
          patience.reset();
          if (type === 'progress') this.#store.progressed(JSON.parse(data));
        }
      } catch (error) {
        const problem = Problem.caught(error);
        if (signal.aborted || (problem instanceof Problem && !problem.passing)) return;
      }
      await patience.wait(signal);
      if (!signal.aborted && patience.failures > 1) await this.#store.load();
    }
  }
}
