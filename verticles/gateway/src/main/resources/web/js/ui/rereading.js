import { Problem } from '../api/problem.js';
import { noticeProblem } from './notice.js';

/** Reads something again and again while somebody looks at it. */
export class Rereading {
  #read;
  #pause;
  #timer = 0;
  #open = false;

  /** `pause` gives the milliseconds from the end of one reading to the next. */
  constructor(read, pause) {
    this.#read = read;
    this.#pause = pause;
    document.addEventListener('visibilitychange', () => this.#open && !document.hidden && this.now());
  }

  open() {
    this.#open = true;
    this.now();
  }

  close() {
    this.#open = false;
    clearTimeout(this.#timer);
  }

  /** Without waiting for the next time. */
  async now() {
    clearTimeout(this.#timer);
    await this.#read();
    clearTimeout(this.#timer); // another reading may have ended meanwhile
    if (this.#open && !document.hidden) this.#timer = setTimeout(() => this.now(), this.#pause());
  }

  /** Does what changes it, tells of its failure, and reads again either way. */
  async after(action) {
    try {
      await action();
    } catch (error) {
      noticeProblem(Problem.caught(error));
    }
    if (this.#open) this.now();
  }
}
