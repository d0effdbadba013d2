import { accessHeaders, askForKey } from '../api/access.js';
import { keyReason } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';

/** Sends one file; `onProgress(share)` hears 0..1. Uses XMLHttpRequest because fetch does not tell upload progress. */
export async function uploadFile(file, onProgress, signal) {
  for (;;) {
    const { status, body, headers } = await post(file, onProgress, signal);
    if (status >= 200 && status < 300) return body.documents;
    if (status !== 401 || !(await askForKey(keyReason()))) throw Problem.of(body, status, headers);
  }
}

function post(file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', ROUTES.documents());
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(accessHeaders())) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener('load', () =>
      resolve({ status: request.status, body: parsed(request.responseText), headers: headersOf(request) }),
    );
    request.addEventListener('error', () => reject(Problem.unreachable()));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function headersOf(request) {
  const headers = new Headers();
  for (const name of ['Retry-After', 'X-Request-Id']) {
    const value = request.getResponseHeader(name);
    if (value) headers.set(name, value);
  }
  return headers;
}
