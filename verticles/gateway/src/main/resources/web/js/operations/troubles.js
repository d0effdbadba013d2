import { duration, figure, latency, percent, secondsSince } from './figures.js';

const MINUTE = 60;
const OLD = MINUTE;
const VERY_OLD = 10 * MINUTE;
const SLOW_P95 = 3;
const FAILING = 0.02;
const LEAST_PER_SECOND = 0.02;

const bad = (title, text, href = null) => ({ level: 'bad', title, text, href });
const busy = (title, text, href = null) => ({ level: 'busy', title, text, href });

/** Everything that deserves a look, the worst first; each `{level, title, text, href}`. */
export function troublesOf(snapshot) {
  const all = [
    ...readiness(snapshot),
    ...dependencies(snapshot),
    ...failures(snapshot.rates),
    ...space(snapshot.now.memory),
    ...queues(snapshot.now.queues),
    ...(snapshot.health.components.providers === 'up' ? breakers(snapshot.now.breakers) : []),
    ...slowness(snapshot.latencies),
    ...leftovers(snapshot.now),
  ];
  return [...all.filter(({ level }) => level === 'bad'), ...all.filter(({ level }) => level !== 'bad')];
}

function readiness({ readiness: { status, reasons } }) {
  return status === 'ready' ? [] : [bad('This node takes no new requests', reasons.join(' '))];
}

const NAMES = { database: 'The database', embedding: 'The embedding model', events: 'The event transport', providers: 'Language models' };

function dependencies({ health, at }) {
  return Object.entries(health.details)
    .filter(([, { state }]) => state !== 'up')
    .map(([name, { state, since, reason }]) => {
      const title = `${NAMES[name] ?? name}: ${state} for ${duration(secondsSince(since, at))}`;
      return state === 'down' ? bad(title, reason) : busy(title, reason);
    });
}

function failures(rates) {
  const share = (part, whole) => (whole > LEAST_PER_SECOND ? (part ?? 0) / whole : 0);
  const found = [];
  const questions = share(rates.failedQuestions, rates.questions);
  if (questions > FAILING) found.push(bad(`${percent(questions)} of the questions fail`, 'Over the last minute. See the recent problems below.'));
  const requests = share(rates.serverErrors, rates.requests);
  if (requests > FAILING) found.push(bad(`${percent(requests)} of the requests end with a server error`, 'Over the last minute. See the recent problems below.'));
  return found;
}

function space({ tree, resident, limit, diskFree, disk }) {
  const found = [];
  const used = tree ?? resident;
  const memory = limit && used ? used / limit : 0;
  if (memory > 0.85) {
    const make = memory > 0.95 ? bad : busy;
    found.push(make(`${percent(memory)} of the memory is used`, 'Beyond its limit the process is ended: give it more, or lower INGESTION_PARSERS.'));
  }
  const free = disk ? diskFree / disk : 1;
  if (free < 0.15) {
    const make = free < 0.05 ? bad : busy;
    found.push(make(`${percent(free)} of the disk is left`, 'Of the one under DATA_DIR. A full disk stops the database: make room or delete documents.'));
  }
  return found;
}

function queues(all) {
  return all
    .filter(({ waiting, oldestSeconds }) => waiting > 0 && oldestSeconds > OLD)
    .map(({ name, of, waiting, oldestSeconds }) => {
      const make = oldestSeconds > VERY_OLD ? bad : busy;
      return make(`${of ? `${name} ${of}` : name}: the oldest waits for ${duration(oldestSeconds)}`, `${figure(waiting)} wait there.`);
    });
}

function breakers(all) {
  const open = all.filter(({ state }) => state === 'open').map(({ provider, model }) => `${provider}/${model}`);
  return open.length ? [busy(`${open.length === 1 ? 'A breaker is' : `${open.length} breakers are`} open`, open.join(', '))] : [];
}

function slowness({ ask }) {
  return ask?.p95 > SLOW_P95 ? [busy(`Answers are slow: p95 ${latency(ask.p95)}`, 'Over the last five minutes, from the question to its end.')] : [];
}

function leftovers({ deadLetters, indexDrift, webhooksDisabled, oldestDocumentSeconds }) {
  const found = [];
  const parked = deadLetters.parked ?? 0;
  if (parked > 0) found.push(busy(`${figure(parked)} dead ${parked === 1 ? 'letter waits' : 'letters wait'} for you`, 'Fix the cause, then replay them.', '#/dead-letters'));
  if (indexDrift > 0) found.push(busy(`Index and database differ in ${figure(indexDrift)} documents`, 'At their last comparison; the next one mends it. If it stays, look for reconcile in the log.'));
  if (webhooksDisabled > 0) found.push(busy(`${figure(webhooksDisabled)} webhooks are disabled`, 'Their endpoints have failed for days.'));
  if (oldestDocumentSeconds > VERY_OLD) found.push(busy(`A document has been on its way for ${duration(oldestDocumentSeconds)}`, 'See the documents that are not ready.', '#/documents'));
  return found;
}
