import { Problem } from './problem.js';
import { EventParser } from './event-parser.js';
import { send } from './http.js';

const SILENCE = 45_000;

/**
 * Opens an event stream; gives the events of its response in order and ends when the server ends it.
 * `onOpen(response)` sees the head before the first event.
 */
export async function* eventStream(path, options = {}) {
  const quit = new AbortController();
  const outer = options.signal;
  const abort = () => quit.abort();
  outer?.addEventListener('abort', abort);
  if (outer?.aborted) quit.abort();
  try {
    const response = await send(path, { ...options, signal: quit.signal, accept: 'text/event-stream' });
    options.onOpen?.(response);
    if (response.body) yield* readEvents(response.body, quit);
  } catch (error) {
    throw Problem.caught(error);
  } finally {
    outer?.removeEventListener('abort', abort);
    quit.abort();
  }
}

/** The server sends a comment every 15 s, so a silence of three of them is a dead connection. */
async function* readEvents(body, quit) {
  const reader = body.getReader(); // not piped through a decoder stream: a pipe drops what it holds when the line breaks
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for (;;) {
    const { value, done } = await withinSilence(reader.read(), quit);
    if (done) return;
    yield* parser.push(decoder.decode(value, { stream: true }));
  }
}

async function withinSilence(reading, quit) {
  let timer = 0;
  const silence = new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      reject(Problem.unreachable());
      quit.abort();
    }, SILENCE);
  });
  reading.catch(() => {}); // the loser of the race: its failure follows from the abort
  try {
    return await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
  }
}
