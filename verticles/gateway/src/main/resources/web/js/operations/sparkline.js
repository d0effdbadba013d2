const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120;
const HEIGHT = 32;
const EDGE = 2;

/** The course of the last ten minutes, newest at the right. `update` keeps the nodes. */
export class Sparkline {
  #area = document.createElementNS(SVG, 'path');
  #line = document.createElementNS(SVG, 'path');
  #top = 0;

  constructor(name, show) {
    this.name = name;
    this.show = show;
    this.root = document.createElementNS(SVG, 'svg');
    this.root.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.root.setAttribute('preserveAspectRatio', 'none');
    this.root.setAttribute('class', 'spark');
    this.root.setAttribute('role', 'img');
    this.#area.setAttribute('class', 'spark-area');
    this.#line.setAttribute('class', 'spark-line');
    this.root.append(this.#area, this.#line);
  }

  update(values) {
    const numbers = values.filter((value) => value !== null);
    this.#top = Math.max(0, ...numbers);
    this.root.setAttribute('aria-label', numbers.length ? `${this.name} over the last ten minutes, at most ${this.show(this.#top)}` : `${this.name}: no course yet`);
    const runs = runsOf(values.map((value, index) => (value === null ? null : [WIDTH - values.length + index + 1, this.#y(value)])));
    this.#line.setAttribute('d', runs.map(lineOf).join(''));
    this.#area.setAttribute('d', runs.map((run) => `${lineOf(run)}L${run.at(-1)[0]} ${HEIGHT}L${run[0][0]} ${HEIGHT}Z`).join(''));
  }

  #y(value) {
    return this.#top ? HEIGHT - EDGE - (value / this.#top) * (HEIGHT - 2 * EDGE) : HEIGHT - EDGE;
  }
}

/** Where nothing is known the line has a gap. */
function runsOf(points) {
  const runs = [[]];
  for (const point of points) {
    if (point) runs.at(-1).push(point);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs.filter(({ length }) => length).map((run) => (run.length > 1 ? run : [[run[0][0] - 1, run[0][1]], run[0]]));
}

const lineOf = (run) => run.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
