/** A list of listeners; `on` returns how to stop listening. */
export class Listeners {
  #all = new Set();

  on(listener) {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(...news) {
    for (const listener of [...this.#all]) listener(...news);
  }
}
