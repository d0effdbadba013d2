import { element } from '../ui/element.js';

const EXCERPT = 160;

function excerpt(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT).trimEnd()}…` : line;
}

/** Under an answer: the passages it cites, and those found but not cited. */
export class SourceList {
  #open;
  #shown = '';

  constructor(open) {
    this.#open = open;
    this.root = element('div.sources', { hidden: true });
  }

  show({ text, sources, citations }, ended) {
    const cited = citedNumbers(text, citations, sources);
    const shown = `${[...cited].join()}/${sources.length}/${ended}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const first = sources.filter(({ n }) => cited.has(n));
    const rest = ended ? sources.filter(({ n }) => !cited.has(n)) : [];
    this.root.hidden = first.length + rest.length === 0;
    this.root.replaceChildren(
      ...(first.length ? [element('h3', {}, 'Sources'), this.#list(first)] : []),
      ...(rest.length
        ? [element('details', {}, element('summary', {}, first.length ? 'Also found' : 'Passages found'), this.#list(rest))]
        : []),
    );
  }

  #list(sources) {
    return element('ol.source-list', {}, sources.map((source) => element('li', {}, this.#card(source))));
  }

  #card(source) {
    const place = source.page ? `page ${source.page}` : '';
    return element(
      'button.source',
      { type: 'button', 'data-n': source.n, onclick: () => this.#open(source) },
      element('span.source-n', { 'aria-hidden': 'true' }, String(source.n)),
      element(
        'span.source-body',
        {},
        element('span.source-name', {}, element('b', {}, source.documentName), place && element('span', {}, place)),
        element('span.source-text', {}, excerpt(source.text)),
      ),
    );
  }
}

function citedNumbers(text, citations, sources) {
  if (citations) return new Set(citations.map(({ n }) => n));
  return new Set(sources.map(({ n }) => n).filter((n) => text.includes(`[${n}]`)));
}
