import { hasEnded } from '../answers/answer-state.js';
import { getJson, postJson } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { byId, element } from '../ui/element.js';
import { noticeProblem } from '../ui/notice.js';
import { problemBox } from '../ui/problem-box.js';
import { titleView } from '../ui/title.js';
import { Composer } from './composer.js';
import { ConversationList } from './conversation-list.js';
import { emptyThread } from './empty-thread.js';
import { Scroll } from './scroll.js';
import { Thread } from './thread.js';

/** Conversations, the open one, and the box for the next question. */
export class ChatView {
  #running;
  #documents;
  #conversation = undefined; // null: a new one, undefined: none opened yet
  #creating = false;

  constructor({ running, documents, passages }) {
    this.#running = running;
    this.#documents = documents;
    this.composer = new Composer({ onAsk: (content, ids) => this.#ask(content, ids), onStop: () => this.stop() });
    this.thread = new Thread(byId('thread'), new Scroll(byId('scroller'), byId('jump')), {
      openSource: (source, sources) => passages.openSource(source, sources),
      askAgain: (question) => this.#ask(question, []),
    });
    this.conversations = new ConversationList(running, (id) => {
      running.forget(id);
      if (id === this.#conversation) location.hash = '#/';
    });
    running.onChange((answer) => this.#runningChanged(answer));
    documents.onChange(() => this.#emptyChanged());
    this.conversations.load();
  }

  /** True when there was something to stop. */
  stop() {
    const live = this.#running.of(this.#conversation);
    if (!live || hasEnded(live.state)) return false;
    live.cancel();
    return true;
  }

  async open(id) {
    titleView(id ? this.conversations.titleOf(id) : '');
    this.conversations.current = id;
    if (id === this.#conversation) return;
    this.#conversation = id;
    this.#showAnswering();
    if (id === null) {
      this.thread.clear(emptyThread(this.#documents));
      return;
    }
    this.thread.clear(element('p.loading', { role: 'status' }, 'Loading the conversation'));
    await this.#load(id);
  }

  async #load(id) {
    try {
      const found = await getJson(ROUTES.conversation(id));
      if (id !== this.#conversation) return;
      const { title = '', messages = [] } = { ...found.conversation, ...found };
      titleView(title);
      this.thread.clear();
      this.#show(id, messages);
    } catch (error) {
      if (id !== this.#conversation) return;
      const problem = Problem.caught(error);
      this.thread.clear(problemBox(problem, problem.status === 404 ? null : () => this.#load(id)));
    }
  }

  #show(id, messages) {
    const live = this.#running.of(id);
    const last = messages.at(-1);
    const stored = live && messages.some(({ answerId }) => answerId && answerId === live.state.id);
    const shown = live && !stored && last?.role === 'user' && last.content === live.state.question ? messages.slice(0, -1) : messages;
    this.thread.showStored(shown);
    if (live && !stored) return this.thread.showLive(live);
    if (stored) this.#running.forget(id);
    else if (last?.role === 'user') this.thread.showMissing(last.content);
    byId('scroller').scrollTop = byId('scroller').scrollHeight;
    return undefined;
  }

  async #ask(content, documentIds) {
    if (this.#creating) return;
    let id = this.#conversation;
    if (!id) {
      this.#creating = true;
      try {
        ({ id } = await postJson(ROUTES.conversations(), { title: '' }));
      } catch (error) {
        this.composer.restore(content);
        return noticeProblem(Problem.caught(error));
      } finally {
        this.#creating = false;
      }
      this.#conversation = id;
      this.thread.clear();
      history.pushState(null, '', `#/c/${id}`);
      this.conversations.current = id;
    }
    this.thread.showLive(this.#running.ask(id, documentIds.length ? { content, documentIds } : { content }));
    return undefined;
  }

  #runningChanged(answer) {
    this.#showAnswering();
    if (answer.state.id) this.#refresh(answer.conversationId);
  }

  async #refresh(id) {
    await this.conversations.load();
    if (id === this.#conversation) titleView(this.conversations.titleOf(id));
  }

  #showAnswering() {
    const live = this.#running.of(this.#conversation);
    this.composer.answering = Boolean(live && !hasEnded(live.state));
  }

  #emptyChanged() {
    if (this.#conversation !== null || !byId('thread').querySelector('.empty')) return;
    this.thread.clear(emptyThread(this.#documents));
  }
}
