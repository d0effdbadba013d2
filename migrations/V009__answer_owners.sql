-- Which node writes an answer, when several share the database. The term grows with each change of owner and fences the
-- one before: an owner that was paused and wakes up changes nothing any more.
ALTER TABLE answer
  ADD COLUMN owner      uuid,
  ADD COLUMN owner_term int NOT NULL DEFAULT 0,
  ADD COLUMN request    jsonb; -- what was asked besides the question, for a node that begins the answer anew

-- How the nodes find what one of them has left, and what they still have.
CREATE INDEX answer_owned ON answer (owner) WHERE state IN ('queued', 'retrieving', 'generating');

-- The nodes that answer, and when each was last alive. Not of an organization: nothing in it tells of one. A row stays
-- for a day behind its node's end: who takes over and who comes back late meet in its lock.
CREATE TABLE chat_node (
  node     uuid PRIMARY KEY,
  alive_at timestamptz NOT NULL
) WITH (fillfactor = 50);

ALTER TABLE chat_node ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_node FORCE ROW LEVEL SECURITY;
CREATE POLICY for_system ON chat_node USING ((SELECT groundwire_is_system()));
