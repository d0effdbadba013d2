/** Waits longer after each failure in a row, up to 10 s, and at once when the network comes back. */
export class Patience {
  #failures = 0;

  reset() {
    this.#failures = 0;
  }

  get failures() {
    return this.#failures;
  }

  wait(signal) {
    const millis = Math.min(10_000, 400 * 2 ** this.#failures) * (0.75 + Math.random() / 2);
    this.#failures += 1;
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        removeEventListener('online', go);
        signal?.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, millis);
      addEventListener('online', go);
      signal?.addEventListener('abort', go);
      if (signal?.aborted) go();
    });
  }
}
