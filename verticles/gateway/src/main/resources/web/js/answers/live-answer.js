import { eventStream } from '../api/event-stream.js';
import { send } from '../api/http.js';
import { Patience } from '../api/patience.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { Listeners } from '../ui/observable.js';
import { afterEvent, emptyAnswer, hasEnded, skips } from './answer-state.js';

const ATTEMPTS = 30;
const CANCEL_PATIENCE = 5_000;

/** One answer being written: asks, follows, resumes after a lost connection, cancels. */
export class LiveAnswer {
  #changes = new Listeners();
  #quit = new AbortController();
  #cancelled = false;

  constructor(conversationId, question) {
    this.conversationId = conversationId;
    this.state = emptyAnswer(question);
  }

  onChange(listener) {
    return this.#changes.on(listener);
  }

  /** Posts the question and follows the answer to its end. Never fails: a failure is a state. */
  ask(body) {
    const onOpen = (response) => this.#named(response.headers.get('Location'));
    const path = ROUTES.messages(this.conversationId);
    return this.#follow(() => eventStream(path, { method: 'POST', json: body, signal: this.#quit.signal, onOpen }));
  }

  /** Follows an answer that already runs, from its beginning. */
  resume(answerId) {
    this.#change({ ...this.state, id: answerId, phase: 'retrieving' });
    return this.#follow(() => this.#watch());
  }

  /** What was written stays. The server's terminal event ends it; without one it ends here. */
  async cancel() {
    if (this.#cancelled || hasEnded(this.state)) return;
    this.#cancelled = true;
    if (this.state.id) await this.#sendCancel(this.state.id);
    setTimeout(() => this.#endHere(), CANCEL_PATIENCE);
  }

  async #follow(open) {
    const patience = new Patience();
    let stream = open;
    while (!hasEnded(this.state)) {
      try {
        for await (const event of stream()) {
          if (skips(this.state, event)) break;
          this.#take(event);
          patience.reset();
          if (hasEnded(this.state)) return;
        }
      } catch (error) {
        const problem = Problem.caught(error);
        if (this.#quit.signal.aborted) return;
        if (!this.state.id || !problem.passing) return this.#fail(problem);
      }
      if (!this.state.id || patience.failures >= ATTEMPTS) return this.#fail(Problem.unreachable());
      this.#change({ ...this.state, reconnecting: true });
      await patience.wait(this.#quit.signal);
      stream = () => this.#watch();
    }
  }

  #watch() {
    const headers = this.state.seq > 0 ? { 'Last-Event-ID': String(this.state.seq) } : {};
    return eventStream(ROUTES.answerEvents(this.state.id), { headers, signal: this.#quit.signal });
  }

  /** The head names the answer where it can, so that even a line that breaks before the first event is no loss. */
  #named(location) {
    const id = location?.match(/\/answers\/([^/]+)$/)?.[1];
    if (id && !this.state.id) this.#change({ ...this.state, id });
  }

  #take(event) {
    this.#change(afterEvent(this.state, event));
  }

  async #sendCancel(id) {
    try {
      await send(ROUTES.answer(id), { method: 'DELETE' });
    } catch (error) {
      // it may have ended a moment before: the stream tells
      console.info('cancelling was not accepted', Problem.caught(error).message);
    }
  }

  #endHere() {
    if (hasEnded(this.state)) return;
    this.#change({ ...this.state, phase: 'done', finishReason: 'cancelled', reconnecting: false });
    this.#quit.abort();
  }

  #fail(problem) {
    this.#change({ ...this.state, phase: 'error', problem, reconnecting: false });
  }

  #change(state) {
    if (state === this.state) return;
    if (this.#cancelled && !this.state.id && state.id) this.#sendCancel(state.id);
    this.state = state;
    this.#changes.tell(state);
  }
}
