import { Listeners } from '../ui/observable.js';
import { tabStorage } from '../ui/storage.js';
import { hasEnded } from './answer-state.js';
import { LiveAnswer } from './live-answer.js';

const KEY = 'groundwire.running';

/** The answers under way, by conversation. Remembered by the tab, so that a reload finds them again. */
export class RunningAnswers {
  #byConversation = new Map();
  #changes = new Listeners();

  onChange(listener) {
    return this.#changes.on(listener);
  }

  get size() {
    return [...this.#byConversation.values()].filter((answer) => !hasEnded(answer.state)).length;
  }

  of(conversationId) {
    return this.#byConversation.get(conversationId) ?? null;
  }

  ask(conversationId, body) {
    const answer = this.#add(conversationId, body.content);
    answer.ask(body);
    return answer;
  }

  /** Takes up what ran before a reload. */
  resumeAll() {
    for (const { conversationId, answerId, question } of this.#remembered()) {
      this.#add(conversationId, question).resume(answerId);
    }
  }

  /** Once the stored conversation shows the answer itself. */
  forget(conversationId) {
    this.#byConversation.delete(conversationId);
    this.#remember();
  }

  #add(conversationId, question) {
    const answer = new LiveAnswer(conversationId, question);
    this.#byConversation.set(conversationId, answer);
    let remembered = '';
    answer.onChange((state) => {
      const now = `${state.id}${hasEnded(state)}`;
      if (now === remembered) return;
      remembered = now;
      this.#remember();
      this.#changes.tell(answer);
    });
    this.#changes.tell(answer);
    return answer;
  }

  #remember() {
    const open = [...this.#byConversation.values()]
      .filter(({ state }) => state.id && !hasEnded(state))
      .map(({ conversationId, state }) => ({ conversationId, answerId: state.id, question: state.question }));
    if (open.length) tabStorage.set(KEY, JSON.stringify(open));
    else tabStorage.remove(KEY);
  }

  #remembered() {
    try {
      return JSON.parse(tabStorage.get(KEY) ?? '[]');
    } catch {
      return [];
    }
  }
}
