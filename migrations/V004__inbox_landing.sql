-- How far the facts of each key have come into the inbox. Its row lock makes landings of one key follow each other,
-- and a fact that comes again, by whichever transport, is known by its number.
CREATE TABLE inbox_key (
  key             text PRIMARY KEY,
  organization_id uuid NOT NULL,
  last_seq        bigint NOT NULL,
  gap_since       timestamptz -- since when a later fact has been here while the next one is missing
) WITH (fillfactor = 70);

ALTER TABLE inbox_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbox_key FORCE ROW LEVEL SECURITY;
CREATE POLICY of_organization ON inbox_key USING (organization_id = (SELECT groundwire_organization()));
CREATE POLICY for_system ON inbox_key USING ((SELECT groundwire_is_system()));

-- What had been published before this table was there has its deliveries. The facts of a key are published in their
-- order, so all of them up to the first unpublished one.
SELECT set_config('groundwire.scope', 'system', true);
INSERT INTO inbox_key (key, organization_id, last_seq)
SELECT k.key, k.organization_id, coalesce(min(o.key_seq) - 1, k.last_seq)
FROM outbox_key k
LEFT JOIN outbox o ON o.key = k.key AND o.published_at IS NULL
GROUP BY k.key;

-- A lease of its own column, which no index holds: taking a row up then rewrites no index entry.
ALTER TABLE event_delivery
  ADD COLUMN leased_until      timestamptz,
  ADD COLUMN failures          jsonb NOT NULL DEFAULT '[]', -- every failed try: {"at": ..., "error": ...}, the oldest first
  ADD COLUMN broker_deliveries int NOT NULL DEFAULT 0;      -- how often the broker handed it over until it was here
-- Rows live for seconds: room beside them for their next version, and their remains swept by count, not by share.
ALTER TABLE event_delivery SET
  (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
