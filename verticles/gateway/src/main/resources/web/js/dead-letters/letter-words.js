const STATES = {
  retrying: 'Trying again',
  parked: 'Waits for you',
  replaying: 'Replaying',
  replayed: 'Replayed',
  discarded: 'Discarded',
};

const HANDLERS = {
  'ingestion.chunk-document': 'Reading the document',
  'ingestion.embed-document': 'Embedding its passages',
  'retrieval.index-document': 'Making it searchable',
  'ingestion.finish-document': 'Finishing it',
  'retrieval.remove-document': 'Removing it from the search',
  'dead-letter.forget-document': 'Discarding its dead letters',
  'webhooks.fan-out-event': 'Telling webhooks',
};

export const stateName = (state) => STATES[state] ?? state;

/** What was being done when it failed. */
export const handlerName = (handler) => HANDLERS[handler] ?? handler;

/** True while somebody, or Groundwire by itself, may still have it handled. */
export const isOpen = ({ state }) => state === 'parked' || isUnderWay({ state });

export const isUnderWay = ({ state }) => state === 'retrying' || state === 'replaying';
