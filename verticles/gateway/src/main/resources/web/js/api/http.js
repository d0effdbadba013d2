import { accessHeaders, askForKey, hasKey } from './access.js';
import { Problem } from './problem.js';

/** Sends a request and gives the response, or throws a `Problem`; asks for a key where one is needed. */
export async function send(path, { method = 'GET', headers = {}, json, signal, accept = 'application/json' } = {}) {
  for (;;) {
    let response;
    try {
      response = await fetch(path, {
        method,
        headers: {
          Accept: accept,
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
          ...accessHeaders(),
        },
        body: json === undefined ? undefined : JSON.stringify(json),
        signal,
        cache: 'no-store',
      });
    } catch (error) {
      throw Problem.caught(error);
    }
    if (response.ok) return response;
    const problem = await Problem.from(response);
    if (response.status !== 401 || !(await askForKey(keyReason()))) throw problem;
  }
}

export const keyReason = () =>
  hasKey() ? 'The server does not accept this key.' : 'This server wants a key before it answers.';

export async function getJson(path, options = {}) {
  const response = await send(path, options);
  try {
    return await response.json();
  } catch (error) {
    throw Problem.caught(error);
  }
}

export const postJson = (path, json, options = {}) => getJson(path, { ...options, method: 'POST', json });

export const remove = (path) => send(path, { method: 'DELETE' });
