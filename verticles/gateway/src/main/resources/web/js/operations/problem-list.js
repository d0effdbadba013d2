import { announce } from '../ui/announce.js';
import { element } from '../ui/element.js';
import { fullTime } from '../ui/format.js';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Warnings and errors of the log, newest first; a request's id is copied by its button. */
export class ProblemList {
  #rows = new Map();
  #list = element('ol.log-lines', { 'aria-label': 'Recent problems' });
  #nothing = element('p.tile-note', {}, 'No warning and no error since the start.');
  root = element('div', {}, this.#nothing, this.#list);

  update({ problems }) {
    this.#nothing.hidden = problems.length > 0;
    const kept = new Map();
    const rows = problems.map((problem) => {
      const key = JSON.stringify(problem);
      let copy = 0;
      while (kept.has(`${key}${copy}`)) copy += 1;
      const made = this.#rows.get(`${key}${copy}`) ?? rowOf(problem);
      kept.set(`${key}${copy}`, made);
      return made;
    });
    for (const [key, shown] of this.#rows) if (!kept.has(key)) shown.remove();
    // What stays is not touched, so that focus and a selection stay too.
    rows.forEach((made, index) => this.#list.children[index] !== made && this.#list.insertBefore(made, this.#list.children[index] ?? null));
    this.#rows = kept;
  }
}

function rowOf({ at, level, message, source, cause, requestId }) {
  return element(
    'li',
    { 'data-level': level.toLowerCase() },
    element('time', { datetime: at, title: fullTime(at) }, TIME.format(new Date(at))),
    element(
      'div.log-words',
      {},
      element('p', {}, element('b', {}, message), element('span.of', {}, source)),
      cause ? element('p.fact-reason', {}, cause) : null,
      requestId ? copyButton(requestId) : null,
    ),
  );
}

function copyButton(id) {
  return element(
    'button.quiet.copy-id',
    { type: 'button', title: 'Copy the request id', 'aria-label': `Copy request id ${id}`, onclick: (event) => copy(id, event.currentTarget) },
    element('code', {}, id),
  );
}

/** Away from loopback and without TLS a browser lets no page copy; the id is selected then. */
async function copy(id, button) {
  try {
    await navigator.clipboard.writeText(id);
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1_500);
    announce('Request id copied');
  } catch {
    getSelection().selectAllChildren(button);
    announce('Request id selected; copy it with the keyboard');
  }
}
