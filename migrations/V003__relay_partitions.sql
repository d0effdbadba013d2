-- The outbox in daily partitions, which are dropped whole, and shards that relays share by leases.

SELECT set_config('groundwire.scope', 'system', true);

ALTER TABLE outbox RENAME TO outbox_of_one_piece;
ALTER INDEX outbox_pkey RENAME TO outbox_of_one_piece_pkey;
DROP INDEX outbox_unpublished, outbox_published;

-- Taken under the row lock in outbox_key, so it rises within a key. Across keys it is not the order of
-- commits: facts are claimed by state (published_at IS NULL), never by a position read before.
CREATE SEQUENCE outbox_position;

CREATE TABLE outbox (
  appended_on     date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
  id              uuid NOT NULL,
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
  position        bigint NOT NULL DEFAULT nextval('outbox_position'),
  shard           smallint NOT NULL GENERATED ALWAYS AS (abs(hashtext(key) % 64)::smallint) STORED,
  published_at    timestamptz,
  PRIMARY KEY (appended_on, id)
) PARTITION BY RANGE (appended_on);

-- By position alone: with the shard in front, each claim of several shards would sort the whole backlog.
CREATE INDEX outbox_unpublished ON outbox (position) WHERE published_at IS NULL;
CREATE UNIQUE INDEX outbox_fact ON outbox (key, key_seq, appended_on);

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY of_organization ON outbox USING (organization_id = (SELECT groundwire_organization()));
CREATE POLICY for_system ON outbox USING ((SELECT groundwire_is_system()));

-- A partition has no policies from its table: who reads it directly is bound as well.
CREATE FUNCTION outbox_secure_partition(partition text) RETURNS void
  LANGUAGE plpgsql
  AS $$
  BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition);
    EXECUTE format(
      'CREATE POLICY of_organization ON %I USING (organization_id = (SELECT groundwire_organization()))', partition);
    EXECUTE format('CREATE POLICY for_system ON %I USING ((SELECT groundwire_is_system()))', partition);
    EXECUTE format(
      'ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.2)', partition);
  END
  $$;

-- False when there is one for that day. Attached, not created in place: that would stop every append meanwhile.
CREATE FUNCTION outbox_add_partition(day date) RETURNS boolean
  LANGUAGE plpgsql
  AS $$
  DECLARE
    partition text := 'outbox_' || to_char(day, 'YYYYMMDD');
    columns   text := 'appended_on, id, organization_id, workspace_id, type, key, key_seq, correlation_id, '
                   || 'causation_id, traceparent, occurred_at, payload, position, published_at';
  BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
      RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE outbox INCLUDING ALL)', partition);
    IF EXISTS (SELECT FROM outbox_default WHERE appended_on = day) THEN
      LOCK TABLE outbox_default IN ACCESS EXCLUSIVE MODE;
      EXECUTE format(
        'WITH moved AS (DELETE FROM outbox_default WHERE appended_on = %L RETURNING %s) INSERT INTO %I (%s) SELECT * FROM moved',
        day, columns, partition, columns);
    END IF;
    PERFORM outbox_secure_partition(partition);
    EXECUTE format('ALTER TABLE outbox ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, day, day + 1);
    RETURN true;
  END
  $$;

-- False while it holds facts that are unpublished, or published after that time. Fails when the table is in use for
-- longer than lock_timeout: then later.
CREATE FUNCTION outbox_drop_partition(partition text, published_before timestamptz) RETURNS boolean
  LANGUAGE plpgsql
  AS $$
  DECLARE
    needed boolean;
  BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE published_at IS NULL)', partition) INTO needed;
    IF NOT needed THEN
      EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE published_at >= %L)', partition, published_before) INTO needed;
    END IF;
    IF needed THEN
      RETURN false;
    END IF;
    LOCK TABLE ONLY outbox IN ACCESS EXCLUSIVE MODE;
    -- what a transaction of that day has committed meanwhile
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE published_at IS NULL)', partition) INTO needed;
    IF needed THEN
      RETURN false;
    END IF;
    EXECUTE format('DROP TABLE %I', partition);
    RETURN true;
  END
  $$;

-- For days that nobody made a partition for: appending must never fail.
CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;
SELECT outbox_secure_partition('outbox_default');
SELECT outbox_add_partition((now() AT TIME ZONE 'UTC')::date + ahead) FROM generate_series(0, 3) AS ahead;

INSERT INTO outbox (id, organization_id, workspace_id, type, key, key_seq, correlation_id, causation_id,
                    traceparent, occurred_at, payload, published_at)
SELECT id, organization_id, workspace_id, type, key, key_seq, correlation_id, causation_id,
       traceparent, occurred_at, payload, published_at
FROM outbox_of_one_piece
ORDER BY key_seq, occurred_at; -- positions rise within each key
DROP TABLE outbox_of_one_piece;

-- Relays that are alive. Not of an organization, like the shards: nothing in them tells of one.
CREATE TABLE relay_member (
  relay    uuid PRIMARY KEY,
  alive_at timestamptz NOT NULL
);

-- Who publishes the facts of which keys. The term grows with each change of owner and fences the one before.
CREATE TABLE relay_shard (
  shard        smallint PRIMARY KEY CHECK (shard BETWEEN 0 AND 63),
  owner        uuid,
  term         bigint NOT NULL DEFAULT 0,
  leased_until timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);
INSERT INTO relay_shard (shard) SELECT generate_series(0, 63);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['relay_member', 'relay_shard']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY for_system ON %I USING ((SELECT groundwire_is_system()))', name);
  END LOOP;
END
$$;
