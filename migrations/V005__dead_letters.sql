-- Facts that could not be handled: kept with every failed try, tried again later and later, then parked for a person.
-- id is UUIDv7, so the newest have the greatest. next_at is set while another try is due.
CREATE TABLE dead_letter (
  id              uuid PRIMARY KEY,
  event_id        uuid NOT NULL,
  handler         text NOT NULL,
  organization_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  type            text NOT NULL,
  key             text NOT NULL,
  key_seq         bigint NOT NULL,
  correlation_id  text NOT NULL,
  causation_id    uuid,
  traceparent     text,
  occurred_at     timestamptz NOT NULL,
  payload         text NOT NULL,
  state           text NOT NULL CHECK (state IN ('retrying', 'parked', 'replaying', 'replayed', 'discarded')),
  reason          text NOT NULL,
  attempts        int NOT NULL DEFAULT 0,  -- failed tries, those of the inbox included
  tries           int NOT NULL DEFAULT 0,  -- begun since it was buried or a person asked for a replay
  next_at         timestamptz,
  leased_by       uuid,                    -- another one for each try
  leased_until    timestamptz,
  discard_reason  text,
  buried_at       timestamptz NOT NULL DEFAULT now(),
  changed_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (event_id, handler),
  CHECK ((next_at IS NOT NULL) = (state IN ('retrying', 'replaying'))),
  CHECK ((discard_reason IS NOT NULL) = (state = 'discarded'))
);
CREATE INDEX dead_letter_newest ON dead_letter (organization_id, id DESC);
CREATE INDEX dead_letter_due ON dead_letter (next_at) WHERE state IN ('retrying', 'replaying');
CREATE INDEX dead_letter_key ON dead_letter (key, handler);
CREATE INDEX dead_letter_ended ON dead_letter (changed_at) WHERE state IN ('replayed', 'discarded');

CREATE TABLE dead_letter_attempt (
  dead_letter_id  uuid NOT NULL REFERENCES dead_letter ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  attempted_at    timestamptz NOT NULL,
  error           text NOT NULL
);
-- Burying the same fact again brings the same tries.
CREATE UNIQUE INDEX dead_letter_attempt_once ON dead_letter_attempt (dead_letter_id, attempted_at, md5(error));

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['dead_letter', 'dead_letter_attempt']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name); -- the owner as well
    EXECUTE format(
      'CREATE POLICY of_organization ON %I USING (organization_id = (SELECT groundwire_organization()))', name);
    EXECUTE format('CREATE POLICY for_system ON %I USING ((SELECT groundwire_is_system()))', name);
  END LOOP;
END
$$;
