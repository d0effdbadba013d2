import { hasKey } from '../api/access.js';
import { send } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { element, icon, ICONS } from '../ui/element.js';
import { noticeProblem } from '../ui/notice.js';

/** A link to the bytes that were uploaded. A link cannot carry a key: with one, the file is fetched and saved. */
export function originalLink(id, name) {
  const fetchInstead = async (event) => {
    if (!hasKey()) return;
    event.preventDefault();
    try {
      const blob = await (await send(ROUTES.content(id), { accept: '*/*' })).blob();
      save(new Blob([blob], { type: 'application/octet-stream' }), name);
    } catch (error) {
      noticeProblem(Problem.caught(error));
    }
  };
  return element(
    'a.original',
    { href: ROUTES.content(id), download: name, onclick: fetchInstead, 'aria-label': `Download the original of ${name}`, title: 'Download the original' },
    icon(ICONS.download),
    element('span', {}, 'Download the original'),
  );
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
