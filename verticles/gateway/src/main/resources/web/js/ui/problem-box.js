import { element } from './element.js';

/** What went wrong, the id to quote when asking for help, and a way on. */
export function problemBox(problem, retry = null, retryName = 'Try again') {
  return element(
    'div.problem',
    { role: 'alert' },
    element('p.problem-title', {}, problem.title),
    problem.detail && problem.detail !== problem.title ? element('p', {}, problem.detail) : null,
    problem.requestId ? element('p.request-id', {}, 'Request ', element('code', {}, problem.requestId)) : null,
    retry ? element('button', { type: 'button', onclick: retry }, retryName) : null,
  );
}
