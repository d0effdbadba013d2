import { counted } from '../ui/format.js';

/** What is happening, in words. */
export function statusOf(state) {
  if (state.reconnecting) return 'Connection lost. Reconnecting; nothing written so far is lost.';
  switch (state.phase) {
    case 'queued':
      return state.position ? `Waiting, number ${state.position} in the queue` : 'Waiting for a free place';
    case 'retrieving':
      return 'Searching your documents';
    case 'generating':
      if (state.text) return 'Writing';
      return state.sources.length ? `Reading ${counted(state.sources.length, 'passage')}` : 'Writing';
    default:
      return 'Sending the question';
  }
}

/** What to say under an answer that did not end by itself; empty otherwise. */
export function endingOf(state) {
  if (state.finishReason === 'cancelled') return state.text ? 'Stopped here.' : 'Stopped before the first word.';
  if (state.finishReason === 'length') return 'Cut off here: the answer reached the length limit.';
  if (state.phase === 'done' && !state.text) return 'The answer is empty.';
  return '';
}

/** For screen readers, when the phase changes. */
export function spoken(state) {
  if (state.phase === 'error') return ''; // its alert speaks
  if (state.phase === 'queued') return 'Waiting for a free place'; // every step of the queue would be a flood
  if (state.phase !== 'done') return statusOf(state);
  if (state.finishReason === 'cancelled') return 'Stopped';
  const cited = new Set(state.citations.map(({ n }) => n)).size;
  return cited ? `Answer complete, ${counted(cited, 'source')} cited` : 'Answer complete';
}
