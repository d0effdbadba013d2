import { getJson } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { announce } from '../ui/announce.js';
import { byId, element } from '../ui/element.js';
import { problemBox } from '../ui/problem-box.js';
import { duration } from './figures.js';
import { ProblemList } from './problem-list.js';
import { breakerList, countTable, dependencyList, queueTable, spaceList } from './tables.js';
import { Tiles } from './tiles.js';
import { troublesOf } from './troubles.js';

const EVERY = 5_000;
const SECTIONS = [
  ['Queues', queueTable],
  ['Dependencies', dependencyList],
  ['Breakers', breakerList],
  ['Documents', countTable],
  ['Memory and disk', spaceList],
];

/** The node at a glance, the worst first; read every five seconds while it is looked at. */
export class OperationsView {
  #root = byId('operations');
  #state = byId('operations-state');
  #troubles = element('ul.troubles', { 'aria-label': 'What needs a look' });
  #tiles = new Tiles();
  #problems = new ProblemList();
  #sections = SECTIONS.map(([title, draw]) => {
    const body = element('div');
    return { draw, body, drawn: '', root: element('section.card', {}, element('h2', {}, title), body) };
  });
  #timer = 0;
  #open = false;
  #readings = 0;
  #last = null;
  #told = null;
  #drawn = '';

  constructor() {
    document.addEventListener('visibilitychange', () => this.#open && !document.hidden && this.#refresh());
    this.#root.append(element('p.loading', { role: 'status' }, 'Reading the figures'));
  }

  open() {
    this.#open = true;
    this.#refresh();
  }

  close() {
    this.#open = false;
    this.#readings += 1;
    clearTimeout(this.#timer);
  }

  async #refresh() {
    clearTimeout(this.#timer);
    const reading = (this.#readings += 1);
    try {
      const snapshot = await getJson(ROUTES.operations());
      if (reading !== this.#readings) return;
      this.#last = { snapshot, read: Date.now() };
      this.#show(snapshot, troublesOf(snapshot));
    } catch (error) {
      if (reading !== this.#readings) return;
      const problem = Problem.caught(error);
      this.#fail(problem);
      if (problem.status === 401 || problem.status === 403) return; // asking again changes nothing
    }
    if (this.#open && !document.hidden) this.#timer = setTimeout(() => this.#refresh(), EVERY);
  }

  /** Old figures are better than none, as long as they are told to be old. */
  #fail(problem) {
    if (!this.#last || problem.status === 401 || problem.status === 403) {
      this.#last = null;
      this.#state.textContent = '';
      this.#root.replaceChildren(problemBox(problem, () => this.#refresh()));
      return;
    }
    const { snapshot, read } = this.#last;
    const silent = { level: 'bad', title: `The node has not answered for ${duration((Date.now() - read) / 1000)}`, text: `What is shown below is from before. ${problem.detail ?? problem.title}`, href: null };
    this.#show(snapshot, [silent, ...troublesOf(snapshot)]);
  }

  #show(snapshot, troubles) {
    const { readiness, uptimeSeconds } = snapshot;
    this.#state.textContent = `${readiness.status === 'ready' ? 'Ready' : 'Not ready'}, up ${duration(uptimeSeconds)}`;
    this.#showTroubles(troubles);
    this.#tiles.update(snapshot);
    this.#problems.update(snapshot);
    for (const section of this.#sections) {
      const made = section.draw(snapshot);
      if (made.outerHTML === section.drawn) continue;
      section.drawn = made.outerHTML;
      section.body.replaceChildren(made);
    }
    if (this.#tiles.root.isConnected) return;
    this.#root.replaceChildren(
      this.#troubles,
      this.#tiles.root,
      element('div.cards', {}, ...this.#sections.map(({ root }) => root)),
      element('section.card', {}, element('h2', {}, 'Recent problems'), this.#problems.root),
    );
  }

  /** Spoken when it changes from calm to trouble and back, not at every reading. */
  #showTroubles(troubles) {
    const made = troubles.length ? troubles.map(troubleOf) : [element('li.trouble', { 'data-level': 'good' }, element('p.trouble-title', {}, 'Nothing needs you'), element('p', {}, 'Everything answers, and nothing waits for long.'))];
    const drawn = made.map(({ outerHTML }) => outerHTML).join('');
    if (this.#drawn !== drawn) {
      const focused = this.#troubles.contains(document.activeElement);
      this.#troubles.replaceChildren(...made);
      this.#drawn = drawn;
      if (focused) (this.#troubles.querySelector('a') ?? byId('operations-title')).focus();
    }
    const level = troubles[0]?.level ?? 'good';
    if (this.#told !== null && this.#told !== level) announce(troubles[0]?.title ?? 'Nothing needs you');
    this.#told = level;
  }
}

function troubleOf({ level, title, text, href }) {
  const words = href ? element('a', { href }, title) : title;
  return element('li.trouble', { 'data-level': level }, element('p.trouble-title', {}, words), text ? element('p', {}, text) : null);
}
