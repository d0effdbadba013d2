// Relative to the page, so that the whole product can live below any path of a proxy.
const WORKSPACE = 'api/v1/workspaces/default';

function query(parameters) {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

export const ROUTES = {
  documents: (page = {}) => `${WORKSPACE}/documents${query(page)}`,
  document: (id) => `${WORKSPACE}/documents/${id}`,
  content: (id) => `${WORKSPACE}/documents/${id}/content`,
  chunks: (id, page = {}) => `${WORKSPACE}/documents/${id}/chunks${query(page)}`,
  progress: () => `${WORKSPACE}/documents/events`,
  conversations: (page = {}) => `${WORKSPACE}/conversations${query(page)}`,
  conversation: (id) => `api/v1/conversations/${id}`,
  messages: (id) => `api/v1/conversations/${id}/messages`,
  answer: (id) => `api/v1/answers/${id}`,
  answerEvents: (id) => `api/v1/answers/${id}/events`,
};
