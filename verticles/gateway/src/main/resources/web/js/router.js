/** Where the address bar points: `{view: 'ask', id}` with an id for a conversation, or one of `{view: 'documents'}`, `{view: 'dead-letters'}`, `{view: 'jobs'}` and `{view: 'operations'}`. */
export function placeOf(hash) {
  const [first, second] = hash.replace(/^#\/?/, '').split('/');
  if (['documents', 'dead-letters', 'jobs', 'operations'].includes(first)) return { view: first, id: null };
  if (first === 'c' && /^[0-9a-f-]{36}$/i.test(second ?? '')) return { view: 'ask', id: second };
  return { view: 'ask', id: null };
}

export function startRouter(show) {
  const go = () => show(placeOf(location.hash));
  addEventListener('hashchange', go);
  addEventListener('popstate', go);
  go();
}
