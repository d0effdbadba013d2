import { Problem } from '../api/problem.js';
import { byId, element, iconButton, ICONS } from '../ui/element.js';
import { problemBox } from '../ui/problem-box.js';
import { DocumentText } from './document-text.js';
import { originalLink } from './original-link.js';
import { passageNodes, wordStart } from './passage-text.js';

const AROUND = 1_200;
const STEP = 3_000;

/** The sentences an answer quotes of it, else all of it. */
const marksOf = (source) => (source.quotes?.length ? source.quotes : [source]);

/** At the side: a passage, marked, within its document. */
export class PassagePanel {
  #root = byId('panel');
  #frame = byId('frame');
  #back = null;
  #shown = 0;
  #texts = new Map();

  get isOpen() {
    return !this.#root.hidden;
  }

  /** Shows what `source` names; the others of the same answer are a step away. */
  openSource(source, sources = [source]) {
    const at = sources.indexOf(source);
    const step = (by) => this.openSource(sources[at + by], sources);
    this.#open(source.documentId, source.documentName, source, [
      iconButton('Previous passage', ICONS.up, () => step(-1), { disabled: at <= 0 }),
      iconButton('Next passage', ICONS.down, () => step(1), { disabled: at < 0 || at >= sources.length - 1 }),
    ]);
  }

  /** Shows a document from its beginning. */
  openDocument({ id, name }) {
    this.#open(id, name, null, []);
  }

  /** Focus goes back to what opened it, unless the reader is already elsewhere. */
  close() {
    if (!this.isOpen) return;
    const within = this.#root.contains(document.activeElement);
    this.#shown += 1;
    this.#root.hidden = true;
    this.#coverPage(false);
    this.#frame.classList.remove('with-panel');
    const back = this.#back;
    this.#back = null;
    if (!within) return;
    if (back?.isConnected) back.focus();
    else byId('view').focus();
  }

  /** On narrow screens it lies over the page, which then takes no focus. */
  #coverPage(covered) {
    const inert = covered && matchMedia('(width < 48rem)').matches;
    for (const id of ['bar', 'conversations', 'view']) byId(id).inert = inert;
  }

  #open(id, name, source, steps) {
    if (!this.isOpen) this.#back = document.activeElement;
    this.#shown += 1;
    const text = element('div.document-text', { tabindex: 0, role: 'region', 'aria-label': `Text of ${name}` });
    const title = element('h2', { id: 'panel-title', tabindex: -1 }, name);
    const place = source ? [`Source ${source.n}`, source.page && `page ${source.page}`].filter(Boolean).join(', ') : 'Text as Groundwire reads it';
    this.#root.replaceChildren(
      element('header.panel-head', {}, element('div', {}, title, element('p', {}, place)), iconButton('Close passage', ICONS.close, () => this.close())),
      text,
      element('footer.panel-foot', {}, originalLink(id, name), element('span.steps', {}, steps)),
    );
    this.#root.hidden = false;
    this.#frame.classList.add('with-panel');
    this.#coverPage(true);
    this.#back?.scrollIntoView({ block: 'nearest' }); // the page beside it became narrower
    title.focus({ preventScroll: true });
    return this.#fill(this.#shown, id, source, text);
  }

  async #fill(ticket, id, source, box) {
    const window = { from: source ? Math.max(0, source.start - AROUND) : 0, to: source ? source.end + AROUND : STEP };
    if (source) box.append(element('mark', {}, source.text));
    else box.append(element('p.loading', { role: 'status' }, 'Loading the text'));
    const text = this.#textOf(id);
    const draw = async () => {
      try {
        await text.reach(window.to);
        if (ticket === this.#shown) this.#draw(box, text, window, source, draw);
      } catch (error) {
        if (ticket === this.#shown) this.#failed(box, source, Problem.caught(error));
      }
    };
    await draw();
    if (ticket === this.#shown) box.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }

  #draw(box, text, window, source, again) {
    const covered = !source || text.pieces.some(({ start, end }) => start < source.end && end > source.start);
    if (!covered) return this.#failed(box, source, null);
    const from = window.from > 0 ? wordStart(text.pieces, window.from) : 0;
    const to = Math.min(window.to, text.end);
    const nodes = passageNodes(text.pieces, from, to, source ? marksOf(source) : []);
    const extend = (change, name) =>
      element('button.quiet.extend', { type: 'button', onclick: () => { change(); again(); box.focus(); } }, name);
    if (from > 0) nodes.unshift(extend(() => (window.from = Math.max(0, window.from - STEP)), 'Show earlier text'));
    if (to < text.end || !text.complete) nodes.push(extend(() => (window.to += STEP), 'Show later text'));
    if (!nodes.length) nodes.push(element('p.side-note', {}, 'No text has been read from this document yet.'));
    const height = box.scrollHeight;
    const top = box.scrollTop;
    const earlier = box.dataset.from !== undefined && Number(box.dataset.from) > from;
    box.dataset.from = from;
    box.replaceChildren(...nodes);
    if (earlier) box.scrollTop = top + box.scrollHeight - height;
    return undefined;
  }

  /** The passage itself is known, so it stays readable. */
  #failed(box, source, problem) {
    const why = problem?.status === 404 || !problem ? element('p.side-note', {}, 'The document around this passage is no longer there.') : problemBox(problem);
    box.replaceChildren(why, ...(source ? [element('mark', {}, source.text)] : []));
  }

  #textOf(id) {
    const known = this.#texts.get(id);
    if (known?.end > 0) return known;
    const fresh = new DocumentText(id);
    this.#texts.set(id, fresh);
    if (this.#texts.size > 4) this.#texts.delete(this.#texts.keys().next().value);
    return fresh;
  }

  /** When a document changed or went. */
  forget(id) {
    this.#texts.delete(id);
  }
}
