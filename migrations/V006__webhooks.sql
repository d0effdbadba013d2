-- Subscribers over HTTP. Secrets are sealed (AES-256-GCM) with the node's key, bound to the webhook's id.
CREATE TABLE webhook (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  url             text NOT NULL,
  description     text NOT NULL DEFAULT '',
  event_types     text[] NOT NULL CHECK (cardinality(event_types) > 0), -- {*}: all
  secret          bytea NOT NULL,
  previous_secret bytea,                  -- signs too until previous_until
  previous_until  timestamptz,
  state           text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
  state_reason    text,
  failures        int NOT NULL DEFAULT 0, -- in a row
  failing_since   timestamptz,            -- when the first of them was
  trips           int NOT NULL DEFAULT 0, -- of the breaker, in a row
  open_until      timestamptz,            -- the breaker is open until then, half-open afterwards
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
  CHECK ((state_reason IS NOT NULL) = (state = 'disabled'))
) WITH (fillfactor = 70);
CREATE INDEX webhook_of_organization ON webhook (organization_id, id DESC);

-- One row for each fact and webhook that wants it. id is UUIDv7, so the newest have the greatest.
CREATE TABLE webhook_delivery (
  id              uuid PRIMARY KEY,
  webhook_id      uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  event_id        uuid NOT NULL,
  type            text NOT NULL,
  key             text NOT NULL,
  key_seq         bigint NOT NULL,
  correlation_id  text NOT NULL,
  body            text NOT NULL,          -- the same at each try, as it is signed
  state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'discarded')),
  attempts        int NOT NULL DEFAULT 0, -- in all
  tries           int NOT NULL DEFAULT 0, -- since it came or a person asked for it again
  next_at         timestamptz NOT NULL DEFAULT now(),
  leased_by       uuid,                   -- another one for each try
  leased_until    timestamptz,
  last_status     int,
  last_error      text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  delivered_at    timestamptz,
  UNIQUE (webhook_id, event_id)
) WITH (fillfactor = 70);
CREATE INDEX webhook_delivery_newest ON webhook_delivery (webhook_id, id DESC);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_key ON webhook_delivery (webhook_id, key, key_seq) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_leased ON webhook_delivery (webhook_id) WHERE state = 'waiting' AND leased_by IS NOT NULL;
CREATE INDEX webhook_delivery_undelivered ON webhook_delivery (webhook_id, key_seq)
  WHERE state IN ('failed', 'discarded');
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);

CREATE TABLE webhook_attempt (
  delivery_id     uuid NOT NULL REFERENCES webhook_delivery ON DELETE CASCADE,
  webhook_id      uuid NOT NULL,
  organization_id uuid NOT NULL,
  number          int NOT NULL,
  attempted_at    timestamptz NOT NULL,
  millis          bigint NOT NULL,
  status          int,
  error           text,
  PRIMARY KEY (delivery_id, number)
);
CREATE INDEX webhook_attempt_newest ON webhook_attempt (webhook_id, attempted_at DESC);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['webhook', 'webhook_delivery', 'webhook_attempt']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name); -- the owner as well
    EXECUTE format(
      'CREATE POLICY of_organization ON %I USING (organization_id = (SELECT groundwire_organization()))', name);
    EXECUTE format('CREATE POLICY for_system ON %I USING ((SELECT groundwire_is_system()))', name);
  END LOOP;
END
$$;
