import { Problem } from '../api/problem.js';

/** An answer before its first event. */
export const emptyAnswer = (question) => ({
  id: null,
  question,
  phase: 'sending', // sending queued retrieving generating done error
  position: null,
  seq: 0,
  text: '',
  sources: [],
  citations: [],
  model: null,
  finishReason: null,
  usage: null,
  problem: null,
  reconnecting: false,
});

export const hasEnded = (answer) => answer.phase === 'done' || answer.phase === 'error';

/** The next state after one event of the answer's log. Events already seen, or behind the end, change nothing. */
export function afterEvent(answer, { type, data, id }) {
  const seq = Number(id);
  if (hasEnded(answer) || (seq > 0 && seq <= answer.seq)) return answer;
  const next = { ...answer, seq: seq > 0 ? seq : answer.seq, reconnecting: false };
  const news = JSON.parse(data);
  switch (type) {
    case 'status':
      return {
        ...next,
        id: news.answerId ?? next.id,
        phase: news.state ?? next.phase,
        position: news.position ?? null,
        model: news.model ?? next.model,
      };
    case 'sources':
      return { ...next, sources: news.sources };
    case 'delta':
      return { ...next, phase: 'generating', text: next.text + news.text };
    case 'citation':
      return { ...next, citations: [...next.citations, news] };
    case 'done':
      return {
        ...next,
        id: news.answerId ?? next.id,
        phase: 'done',
        finishReason: news.finishReason,
        usage: news.usage ?? null,
        model: news.model ?? next.model,
      };
    case 'error':
      return { ...next, phase: 'error', problem: Problem.of(news, news.status ?? 500) };
    default:
      return next;
  }
}

/** Where the numbers of an answer's next writer begin, when the one before is gone. */
const TERM = 1_000_000;

/** A gap in the sequence means that something was lost on the way: read again from the last one seen. */
export const skips = (answer, { id }) => Number(id) > answer.seq + 1 && Number(id) % TERM !== 0;
