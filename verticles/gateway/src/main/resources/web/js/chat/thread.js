import { hasEnded } from '../answers/answer-state.js';
import { announce } from '../ui/announce.js';
import { element } from '../ui/element.js';
import { AnswerView } from './answer-view.js';
import { spoken } from './answer-words.js';

/** Questions and answers, oldest first. */
export class Thread {
  #root;
  #scroll;
  #actions;
  #stopListening = () => {};

  /** `actions`: `openSource`, `askAgain(question)`. */
  constructor(root, scroll, actions) {
    this.#root = root;
    this.#scroll = scroll;
    this.#actions = actions;
  }

  clear(...content) {
    this.#stopListening();
    this.#root.replaceChildren(...content);
  }

  /** A stored conversation: questions and answers take turns, but an answer may be missing. */
  showStored(messages) {
    messages.forEach((message, index) => {
      if (message.role !== 'user') return this.#addStoredAnswer(message);
      this.#addQuestion(message.content);
      if (messages[index + 1]?.role === 'user') this.#addMissing(null);
      return undefined;
    });
  }

  /** The last stored question when nothing answers it. */
  showMissing(question) {
    this.#addMissing(question);
  }

  showLive(live) {
    this.#stopListening();
    if (this.#root.querySelector('.empty')) this.#root.replaceChildren();
    this.#addQuestion(live.state.question);
    const view = new AnswerView({
      openSource: this.#actions.openSource,
      retry: () => this.#actions.askAgain(live.state.question),
      grown: () => this.#scroll.follow(),
    });
    this.#root.append(view.root);
    this.#scroll.toEnd();
    let said = '';
    const show = (state) => {
      view.show(state);
      const saying = spoken(state);
      if (saying && saying !== said) announce(saying);
      said = saying;
    };
    show(live.state);
    if (!hasEnded(live.state)) this.#stopListening = live.onChange(show);
  }

  #addQuestion(content) {
    this.#root.append(element('h2.question', {}, element('span.unseen', {}, 'You asked: '), content));
  }

  #addStoredAnswer(message) {
    const view = new AnswerView({ openSource: this.#actions.openSource });
    view.show({
      phase: 'done',
      text: message.content,
      sources: message.sources ?? [],
      citations: message.citations ?? null,
      finishReason: message.finishReason ?? 'stop',
    });
    this.#root.append(view.root);
  }

  #addMissing(question) {
    const again = question
      ? element('button', { type: 'button', onclick: () => this.#actions.askAgain(question) }, 'Ask again')
      : null;
    this.#root.append(element('div.answer.missing', {}, element('p', {}, 'This question has no stored answer.'), again));
  }
}
