// name for people, where on the way it begins and ends (percent)
const STAGES = {
  received: ['Waiting', 0, 4],
  parsing: ['Parsing', 4, 30],
  chunking: ['Chunking', 30, 36],
  embedding: ['Embedding', 36, 94],
  indexing: ['Indexing', 94, 100],
  ready: ['Ready', 100, 100],
  failed: ['Failed', 0, 0],
};

export const stageName = (status) => STAGES[status]?.[0] ?? status;

/** Percent of the whole way. */
export function wayDone({ status, done = 0, total = 0 }) {
  const [, from, to] = STAGES[status] ?? ['', 0, 0];
  return total > 0 ? from + ((to - from) * Math.min(done, total)) / total : from;
}

export const stageCount = ({ done = 0, total = 0 }) => (total > 0 ? `${done.toLocaleString()} of ${total.toLocaleString()}` : '');
