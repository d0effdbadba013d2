import { byId, element, iconButton, ICONS } from '../ui/element.js';
import { tabStorage } from '../ui/storage.js';

const DRAFT = 'groundwire.draft';

/** Where questions are written. `onAsk(content, documentIds)`, `onStop()`. */
export class Composer {
  #field = byId('question');
  #send = byId('send');
  #stop = byId('stop');
  #scope = byId('scope');
  #documents = [];
  #answering = false;

  constructor({ onAsk, onStop }) {
    this.onAsk = onAsk;
    const form = byId('composer');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#ask();
    });
    this.#stop.addEventListener('click', () => {
      onStop();
      this.focus();
    });
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#ask();
    });
    this.#field.addEventListener('input', () => this.#changed());
    this.#field.value = tabStorage.get(DRAFT) ?? '';
    this.#changed();
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** While an answer runs, Stop stands where Ask was; typing goes on. */
  set answering(running) {
    if (running === this.#answering) return;
    const hadFocus = [this.#send, this.#stop].includes(document.activeElement);
    this.#answering = running;
    this.#stop.hidden = !running;
    this.#send.hidden = running;
    if (hadFocus) (running ? this.#stop : this.#field).focus();
  }

  /** Limits the next questions to some documents: `[{id, name}]`. */
  set scope(documents) {
    this.#documents = documents;
    this.#scope.hidden = documents.length === 0;
    this.#scope.replaceChildren(
      element('span', {}, 'Only in'),
      ...documents.map((document) =>
        element('span.chip', {}, element('span.chip-name', {}, document.name), iconButton(`Ask all documents, not only ${document.name}`, ICONS.close, () => {
          this.scope = this.#documents.filter((other) => other !== document);
          this.focus();
        })),
      ),
    );
  }

  /** Puts a question back that could not be sent. */
  restore(content) {
    if (this.#field.value === '') this.#field.value = content;
    this.#changed();
    this.focus();
  }

  #ask() {
    const content = this.#field.value.trim();
    if (!content || this.#answering) return;
    this.#field.value = '';
    this.#changed();
    this.onAsk(content, this.#documents.map(({ id }) => id));
  }

  #changed() {
    const text = this.#field.value;
    if (text) tabStorage.set(DRAFT, text);
    else tabStorage.remove(DRAFT);
    this.#send.disabled = text.trim() === '';
    if (CSS.supports('field-sizing', 'content')) return;
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
  }
}
