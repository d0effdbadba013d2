// Relative to the page, so that the whole product can live below any path of a proxy.
const WORKSPACE = 'api/v1/workspaces/default';
const DEAD_LETTERS = 'api/v1/dead-letters';
const JOBS = 'api/v1/jobs';

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
  deadLetters: (page = {}) => `${DEAD_LETTERS}${query({ workspace: 'default', ...page })}`,
  deadLetter: (id) => `${DEAD_LETTERS}/${id}`,
  replayDeadLetter: (id) => `${DEAD_LETTERS}/${id}/replay`,
  replayDeadLetters: () => `${DEAD_LETTERS}/replay`,
  discardDeadLetter: (id) => `${DEAD_LETTERS}/${id}/discard`,
  jobs: (page = {}) => `${JOBS}${query(page)}`,
  job: (id) => `${JOBS}/${id}`,
  jobSchedules: () => `${JOBS}/schedules`,
  operations: () => 'api/v1/operations',
  answer: (id) => `api/v1/answers/${id}`,
  answerEvents: (id) => `api/v1/answers/${id}/events`,
};
