import { byId, element } from '../ui/element.js';
import { counted } from '../ui/format.js';

/** What a new conversation shows: the way to the first answer. */
export function emptyThread(documents) {
  if (!documents.loaded) return element('div.empty', {});
  if (!documents.items.length) {
    return element(
      'div.empty',
      {},
      element('p.empty-line', {}, 'Answers that stand on the ground of your own documents.'),
      element('p', {}, 'Add a few files first. Each answer then cites the passages it rests on, and you can open every one of them.'),
      element('button.primary', { type: 'button', onclick: () => byId('file-input').click() }, 'Add files'),
    );
  }
  const ready = documents.items.filter(({ status }) => status === 'ready');
  const more = documents.hasMore ? ' or more' : '';
  return element(
    'div.empty',
    {},
    element('p.empty-line', {}, 'What would you like to know?'),
    element('p', {}, `${counted(ready.length, 'document')}${more} can be asked. Answers cite the passages they rest on.`),
    element('ul.empty-names', { 'aria-label': 'Latest documents' }, ready.slice(0, 6).map(({ name }) => element('li', {}, name))),
  );
}
