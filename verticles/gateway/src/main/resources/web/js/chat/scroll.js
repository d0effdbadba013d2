const NEAR = 80;

/** Keeps the end in view while an answer grows, until the reader scrolls up. */
export class Scroll {
  #box;
  #jump;
  #following = true;

  constructor(box, jump) {
    this.#box = box;
    this.#jump = jump;
    box.addEventListener('scroll', () => this.#look(), { passive: true });
    jump.addEventListener('click', () => this.toEnd());
  }

  follow() {
    if (this.#following) this.#box.scrollTop = this.#box.scrollHeight;
    this.#look();
  }

  toEnd() {
    this.#following = true;
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#look();
  }

  #look() {
    const left = this.#box.scrollHeight - this.#box.clientHeight - this.#box.scrollTop;
    this.#following = left < NEAR;
    this.#jump.hidden = this.#following;
  }
}
