import { getJson, remove } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { confirmed } from '../ui/confirm.js';
import { byId, element, iconButton, ICONS } from '../ui/element.js';
import { when } from '../ui/format.js';
import { noticeProblem } from '../ui/notice.js';
import { problemBox } from '../ui/problem-box.js';

const PAGE = 40;

/** The conversations at the side, last used first. */
export class ConversationList {
  #root = byId('conversation-list');
  #items = [];
  #cursor = null;
  #loaded = false;
  #current = null;
  #running;
  #onDelete;

  constructor(running, onDelete) {
    this.#running = running;
    this.#onDelete = onDelete;
    running.onChange(() => this.#show());
  }

  set current(id) {
    this.#current = id;
    this.#show();
  }

  titleOf(id) {
    return this.#items.find((item) => item.id === id)?.title ?? '';
  }

  async load() {
    if (!this.#loaded) this.#root.replaceChildren(element('p.side-note', {}, 'Loading'));
    try {
      const { items, nextCursor } = await getJson(ROUTES.conversations({ limit: Math.max(PAGE, Math.min(this.#items.length, 200)) }));
      this.#items = items;
      this.#cursor = nextCursor ?? null;
      this.#loaded = true;
      this.#show();
    } catch (error) {
      const problem = Problem.caught(error);
      if (!this.#loaded) this.#root.replaceChildren(problemBox(problem, () => this.load()));
    }
  }

  async #more() {
    try {
      const { items, nextCursor } = await getJson(ROUTES.conversations({ limit: PAGE, cursor: this.#cursor }));
      const known = new Set(this.#items.map(({ id }) => id));
      const added = items.filter(({ id }) => !known.has(id));
      this.#items.push(...added);
      this.#cursor = nextCursor ?? null;
      this.#show();
      this.#root.querySelector(`[href="#/c/${added[0]?.id}"]`)?.focus();
    } catch (error) {
      noticeProblem(Problem.caught(error));
    }
  }

  #show() {
    if (!this.#loaded) return;
    if (!this.#items.length) {
      this.#root.replaceChildren(element('p.side-note', {}, 'Conversations appear here.'));
      return;
    }
    const focused = document.activeElement?.getAttribute?.('href');
    const list = element('ul.conversations', {}, this.#items.map((item) => this.#row(item)));
    const more = this.#cursor ? element('button.quiet', { type: 'button', onclick: () => this.#more() }, 'More') : null;
    this.#root.replaceChildren(...[list, more].filter(Boolean));
    if (focused?.startsWith('#/c/')) this.#root.querySelector(`[href="${focused}"]`)?.focus();
  }

  #row(item) {
    const title = item.title || 'New conversation';
    const live = this.#running.of(item.id);
    const busy = live && !['done', 'error'].includes(live.state.phase);
    return element(
      'li',
      {},
      element(
        'a',
        { href: `#/c/${item.id}`, 'aria-current': item.id === this.#current ? 'page' : null },
        element('span.conversation-title', {}, title),
        element('span.conversation-time', {}, busy ? 'answering' : when(item.updatedAt ?? item.createdAt)),
      ),
      iconButton(`Delete conversation ${title}`, ICONS.bin, () => this.#delete(item, title)),
    );
  }

  async #delete(item, title) {
    if (!(await confirmed('Delete this conversation?', `“${title}” and its answers will be gone. Documents stay.`, 'Delete'))) return;
    const at = this.#items.indexOf(item);
    try {
      this.#running.of(item.id)?.cancel();
      await remove(ROUTES.conversation(item.id));
    } catch (error) {
      const problem = Problem.caught(error);
      if (problem.status !== 404) return noticeProblem(problem);
    }
    this.#items.splice(at, 1);
    this.#show();
    const next = this.#root.querySelectorAll('.conversations a')[Math.min(at, this.#items.length - 1)];
    (next ?? byId('new-conversation')).focus();
    return this.#onDelete(item.id);
  }
}
