/** Web storage that works as plain memory where the browser blocks it. */
function guarded(find) {
  const memory = new Map();
  const attempt = (action, otherwise) => {
    try {
      return action(find());
    } catch {
      return otherwise();
    }
  };
  return {
    get: (key) => attempt((store) => store.getItem(key), () => memory.get(key) ?? null),
    set: (key, value) => attempt((store) => store.setItem(key, value), () => memory.set(key, value)),
    remove: (key) => attempt((store) => store.removeItem(key), () => memory.delete(key)),
  };
}

export const tabStorage = guarded(() => sessionStorage);
export const browserStorage = guarded(() => localStorage);
