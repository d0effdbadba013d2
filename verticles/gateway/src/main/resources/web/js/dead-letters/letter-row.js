import { element } from '../ui/element.js';
import { counted, fullTime, when } from '../ui/format.js';
import { LetterDetails } from './letter-details.js';
import { handlerName, isOpen, stateName } from './letter-words.js';

/** One dead letter in the list. `update` keeps the nodes, so that focus stays where it is. */
export class LetterRow {
  #letter = null;
  #details;

  /** `actions`: `inspect`, `replay`, `discard`, each given the letter. */
  constructor(letter, actions) {
    const detailsId = `letter-${letter.id}`;
    this.#details = new LetterDetails(detailsId, () => actions.inspect(this.#letter));
    this.name = element(
      'button.document-name',
      { type: 'button', 'aria-expanded': 'false', 'aria-controls': detailsId, onclick: () => this.#toggle() },
      letter.type,
    );
    this.meta = element('p.document-meta');
    this.reason = element('p.document-error');
    this.chip = element('span.status');
    this.replay = element('button', { type: 'button', onclick: () => actions.replay(this.#letter) }, 'Replay');
    this.discard = element('button.quiet', { type: 'button', onclick: () => actions.discard(this.#letter) }, 'Discard');
    this.root = element(
      'li.document.letter',
      { 'data-id': letter.id },
      element('div.document-main', {}, this.name, this.meta, this.reason),
      this.chip,
      element('div.document-actions', {}, this.replay, this.discard),
      this.#details.root,
    );
    this.update(letter);
  }

  get title() {
    return this.name.textContent;
  }

  /** A document's name says more than the kind of event. */
  set title(text) {
    if (this.title !== text) this.name.textContent = text;
    this.replay.setAttribute('aria-label', `Replay: ${text}`);
    this.discard.setAttribute('aria-label', `Discard: ${text}`);
  }

  update(letter) {
    const before = this.#letter;
    this.#letter = letter;
    if (before?.changedAt === letter.changedAt && before.state === letter.state) return;
    this.title = this.title || letter.type;
    this.meta.replaceChildren(
      `${handlerName(letter.handler)} · ${counted(letter.attempts, 'failed try', 'failed tries')} · `,
      element('time', { datetime: letter.buriedAt, title: fullTime(letter.buriedAt) }, when(letter.buriedAt)),
    );
    this.reason.textContent = letter.state === 'discarded' ? `${letter.reason} Discarded: ${letter.discardReason}` : letter.reason;
    this.chip.textContent = stateName(letter.state);
    this.chip.dataset.state = letter.state;
    this.replay.hidden = !isOpen(letter);
    this.replay.disabled = letter.state === 'replaying';
    this.discard.hidden = !isOpen(letter);
    if (this.#details.isOpen) this.#details.open(letter);
  }

  #toggle() {
    const open = !this.#details.isOpen;
    this.name.setAttribute('aria-expanded', String(open));
    if (open) this.#details.open(this.#letter);
    else this.#details.close();
  }
}
