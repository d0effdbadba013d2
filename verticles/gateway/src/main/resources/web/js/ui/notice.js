import { byId, element, iconButton, ICONS } from './element.js';
import { problemBox } from './problem-box.js';

const SHOWN_AT_ONCE = 3;

function put(content) {
  const notice = element('div.notice', {}, content);
  notice.append(iconButton('Dismiss', ICONS.close, () => notice.remove()));
  const notices = byId('notices');
  notices.append(notice);
  while (notices.children.length > SHOWN_AT_ONCE) notices.firstElementChild.remove();
  return notice;
}

/** For failures that have no better place on the page. Stays until dismissed. */
export function noticeProblem(problem) {
  put(problemBox(problem));
}

/** Goes by itself. */
export function notice(text) {
  const shown = put(element('p', { role: 'status' }, text));
  setTimeout(() => shown.remove(), 6_000);
}
