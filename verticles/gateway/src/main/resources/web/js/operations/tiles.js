import { element } from '../ui/element.js';
import { figure, latency, NONE, sumOf } from './figures.js';
import { Sparkline } from './sparkline.js';

const perSecond = (value) => (value === null || value === undefined ? NONE : `${figure(value)}/s`);
const ANSWERS = ['queued', 'retrieving', 'generating'];

const TILES = [
  {
    name: 'Questions',
    value: ({ rates }) => perSecond(rates.questions),
    note: ({ rates }) => `${perSecond(rates.searches)} searches`,
    past: ({ history }) => history.questions,
    show: perSecond,
  },
  {
    name: 'Tokens',
    value: ({ rates }) => perSecond(rates.tokens),
    note: () => 'written to answers',
    past: ({ history }) => history.tokens,
    show: perSecond,
  },
  {
    name: 'First token, p95',
    value: ({ latencies }) => latency(latencies.firstToken?.p95),
    note: ({ latencies }) => `p50 ${latency(latencies.firstToken?.p50)}`,
    past: ({ history }) => history.firstTokenP95,
    show: latency,
  },
  {
    name: 'Whole answer, p95',
    value: ({ latencies }) => latency(latencies.ask?.p95),
    note: ({ latencies }) => `p50 ${latency(latencies.ask?.p50)}`,
    past: ({ history }) => history.askP95,
    show: latency,
  },
  {
    name: 'Open answers',
    value: ({ now }) => figure(sumOf(now.answers)),
    note: ({ now }) => ANSWERS.filter((state) => state in now.answers).map((state) => `${figure(now.answers[state])} ${state}`).join(', '),
    past: ({ history }) => history.open,
    show: figure,
  },
];

/** Figures at a glance, each with its last ten minutes. */
export class Tiles {
  #tiles = TILES.map((tile) => {
    const value = element('p.tile-value', {}, NONE);
    const note = element('p.tile-note');
    const spark = new Sparkline(tile.name, tile.show);
    const root = element('li.tile', {}, element('h3', {}, tile.name), value, note, spark.root);
    return { ...tile, root, spark, nodes: { value, note } };
  });

  root = element('ul.tiles', { 'aria-label': 'Throughput of the last minute, latency of the last five' }, ...this.#tiles.map(({ root }) => root));

  update(snapshot) {
    for (const { value, note, past, spark, nodes } of this.#tiles) {
      nodes.value.textContent = value(snapshot);
      nodes.note.textContent = note(snapshot);
      spark.update(past(snapshot));
    }
  }
}
