import { hasEnded } from '../answers/answer-state.js';
import { withoutMarks } from '../text/citation-marks.js';
import { Prose } from '../text/prose.js';
import { element, iconButton, ICONS } from '../ui/element.js';
import { notice } from '../ui/notice.js';
import { problemBox } from '../ui/problem-box.js';
import { endingOf, statusOf } from './answer-words.js';
import { SourceList } from './source-list.js';

/** Sources that know which of their sentences the answer quotes; a model's own words quote none. */
function withQuotes({ sources, citations }) {
  const exact = (citations ?? []).filter(({ end }) => end > 0);
  return sources.map((source) => ({ ...source, quotes: exact.filter(({ n }) => n === source.n) }));
}

/** Shows one answer while it grows and after. */
export class AnswerView {
  #prose;
  #sources;
  #state = null;
  #frame = 0;
  #grown;

  /** `openSource(source, sources)` shows a passage; `retry` asks again; `grown` hears of new height. */
  constructor({ openSource, retry, grown = () => {} }) {
    const open = ({ n }) => {
      const sources = withQuotes(this.#state);
      openSource(sources.find((source) => source.n === n), sources);
    };
    const citation = (n) => this.#citation(n, open);
    this.#grown = grown;
    this.retry = retry;
    this.status = element('p.answer-status', {}, element('span.pulse', { 'aria-hidden': 'true' }), element('span'));
    this.text = element('div.prose');
    this.ending = element('p.answer-ending', { hidden: true });
    this.trouble = element('div');
    this.tools = element('div.answer-tools', { hidden: true }, iconButton('Copy answer', ICONS.copy, () => this.#copy()));
    this.#sources = new SourceList(open);
    this.#prose = new Prose(this.text, citation);
    this.root = element(
      'article.answer',
      { 'aria-label': 'Answer' },
      this.status,
      this.text,
      this.trouble,
      this.ending,
      this.#sources.root,
      this.tools,
    );
  }

  /** Draws at most once per frame while the answer streams. */
  show(state) {
    this.#state = state;
    if (hasEnded(state)) {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.#draw();
    } else if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  #draw() {
    const state = this.#state;
    const ended = hasEnded(state);
    this.root.setAttribute('aria-busy', String(!ended));
    this.root.dataset.phase = state.phase;
    this.status.hidden = ended;
    this.status.lastElementChild.textContent = statusOf(state);
    this.#prose.show(state.text, state.citations, state.sources);
    this.#sources.show(state, ended);
    const ending = ended ? endingOf(state) : '';
    this.ending.hidden = !ending;
    this.ending.textContent = ending;
    this.tools.hidden = !ended || !state.text;
    if (state.problem && !this.trouble.firstChild) this.trouble.append(problemBox(state.problem, this.retry, 'Ask again'));
    this.#grown();
  }

  #citation(n, open) {
    const source = this.#state.sources.find((candidate) => candidate.n === n);
    if (!source) return `[${n}]`;
    const page = source.page ? `, page ${source.page}` : '';
    return element(
      'button.citation',
      { type: 'button', 'data-n': n, 'aria-label': `Source ${n}: ${source.documentName}${page}`, title: `${source.documentName}${page}`, onclick: () => open(source) },
      String(n),
    );
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(withoutMarks(this.#state.text));
      notice('Answer copied');
    } catch {
      notice('The browser did not allow copying');
    }
  }
}
