import { element } from '../ui/element.js';
import { size } from '../ui/format.js';
import { duration, figure, NONE, percent, secondsSince } from './figures.js';

const cell = (text) => element('td', {}, text);
const row = (name, ...cells) => element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map(cell));

function table(caption, heads, rows) {
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
  return element('table.figures', { 'aria-label': caption }, element('thead', {}, head), element('tbody', {}, ...rows));
}

const none = (text) => element('p.tile-note', {}, text);

/** What waits, the longest first. */
export function queueTable({ now }) {
  if (!now.queues.length) return none(NONE);
  const rows = [...now.queues]
    .sort((one, other) => (other.oldestSeconds ?? 0) - (one.oldestSeconds ?? 0) || other.waiting - one.waiting)
    .map(({ name, of, waiting, oldestSeconds, running, limit }) => {
      const busy = running === null ? NONE : `${figure(running)} of ${figure(limit)}`;
      return row([name, of && element('span.of', {}, of)], figure(waiting), waiting ? duration(oldestSeconds) : NONE, busy);
    });
  return table('Queues', ['Queue', 'Waiting', 'Oldest', 'Busy'], rows);
}

const dot = (state) => element('span.state', { 'data-state': state }, state);

export function dependencyList({ health, at }) {
  const items = Object.entries(health.details).map(([name, { state, since, reason }]) =>
    element(
      'li',
      {},
      element('p.fact-line', {}, element('b', {}, name), dot(state), element('span.of', {}, `for ${duration(secondsSince(since, at))}`)),
      reason ? element('p.fact-reason', {}, reason) : null,
    ),
  );
  return element('ul.facts', { 'aria-label': 'Dependencies' }, ...items);
}

const WORSE = { open: 2, 'half-open': 1, closed: 0 };

export function breakerList({ now }) {
  if (!now.breakers.length) return none(NONE);
  const items = [...now.breakers]
    .sort((one, other) => WORSE[other.state] - WORSE[one.state])
    .map(({ provider, model, state }) => element('li', {}, element('p.fact-line', {}, element('b', {}, provider), element('span.of', {}, model), dot(state))));
  return element('ul.facts', { 'aria-label': 'Breakers' }, ...items);
}

const WAY = ['received', 'parsing', 'chunking', 'embedding', 'indexing', 'ready', 'failed'];

export function countTable({ now }) {
  const documents = Object.entries(now.documents).sort(([one], [other]) => WAY.indexOf(one) - WAY.indexOf(other));
  const letters = Object.entries(now.deadLetters).map(([state, count]) => [`dead letters ${state}`, count]);
  const rows = [...documents, ...letters].map(([name, count]) => row(name, figure(count)));
  return rows.length ? table('Documents by state', ['State', 'Number'], rows) : none(NONE);
}

/** Bars of what there is only so much of. */
export function spaceList({ now: { memory, streams } }) {
  const used = memory.tree ?? memory.resident;
  const bars = [
    bar('Memory of all processes', used, memory.limit),
    bar('Java heap', memory.heap, memory.heapMost),
    bar('Disk', memory.disk === null || memory.diskFree === null ? null : memory.disk - memory.diskFree, memory.disk),
  ];
  return element('ul.facts', { 'aria-label': 'Memory and disk' }, ...bars, element('li', {}, element('p.fact-line', {}, element('b', {}, 'Open streams'), element('span.of', {}, figure(streams)))));
}

function bar(name, used, most) {
  const text = used === null || used === undefined ? NONE : most ? `${size(used)} of ${size(most)}, ${percent(used / most)}` : size(used);
  const meter = used && most ? element('meter', { min: 0, max: 1, low: 0.85, high: 0.95, optimum: 0, value: (used / most).toFixed(3), 'aria-label': name }) : null;
  return element('li', {}, element('p.fact-line', {}, element('b', {}, name), element('span.of', {}, text)), meter);
}
