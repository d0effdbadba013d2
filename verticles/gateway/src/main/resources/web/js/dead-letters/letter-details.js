import { Problem } from '../api/problem.js';
import { element } from '../ui/element.js';
import { fullTime } from '../ui/format.js';
import { problemBox } from '../ui/problem-box.js';

const time = (text) => element('time', { datetime: text }, fullTime(text));

function facts(letter) {
  const rows = [
    ['Event', letter.type],
    ['Handler', letter.handler],
    ['Key', letter.key],
    ['Request', letter.requestId],
    ['Trace', letter.traceId],
    ['Happened', time(letter.occurredAt)],
    ['Buried', time(letter.buriedAt)],
    ['Next try', letter.nextAt && time(letter.nextAt)],
    ['Discarded because', letter.discardReason],
  ];
  return element(
    'dl.letter-facts',
    {},
    rows.filter(([, value]) => value).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

function history(letter) {
  return element(
    'ol.letter-history',
    {},
    letter.history.map(({ at, error }) => element('li', {}, time(at), ' ', error)),
  );
}

/** All that is known of one dead letter. `read` gives it whole. */
export class LetterDetails {
  #read;
  #shown = null;

  constructor(id, read) {
    this.#read = read;
    this.root = element('div.letter-details', { id, hidden: true });
  }

  get isOpen() {
    return !this.root.hidden;
  }

  close() {
    this.root.hidden = true;
    this.#shown = null;
  }

  /** Reads it again only when `letter` has changed since. */
  async open(letter) {
    this.root.hidden = false;
    if (this.#shown === letter.changedAt) return;
    this.#shown = letter.changedAt;
    if (!this.root.children.length) this.root.append(element('p.loading', { role: 'status' }, 'Loading'));
    try {
      this.#draw(await this.#read());
    } catch (error) {
      this.#shown = null;
      this.root.replaceChildren(problemBox(Problem.caught(error), () => this.open(letter)));
    }
  }

  #draw(letter) {
    this.root.replaceChildren(
      facts(letter),
      element('h3', {}, 'Failed tries'),
      history(letter),
      element('h3', {}, 'Payload'),
      element('pre.letter-payload', { tabindex: 0, role: 'region', 'aria-label': 'Payload' }, JSON.stringify(letter.payload, null, 2)),
    );
  }
}
