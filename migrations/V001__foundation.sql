-- Tenancy first: every row names its organization, and the database itself keeps organizations apart.
-- A session sees the rows of the organization set for its transaction (groundwire.organization_id), or,
-- for background work, all rows (groundwire.scope = 'system'). With neither set it sees nothing.

CREATE FUNCTION groundwire_organization() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('groundwire.organization_id', true), '')::uuid $$;

CREATE FUNCTION groundwire_is_system() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('groundwire.scope', true) = 'system' $$;

CREATE TABLE organization (
  id         uuid PRIMARY KEY,
  slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE workspace (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  slug            text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name            text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, slug),
  UNIQUE (organization_id, id)
);

-- The original bytes of an upload, in parts of 1 MiB, written before its document exists.
CREATE TABLE document_part (
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  content_id      uuid NOT NULL,
  part_no         int NOT NULL CHECK (part_no >= 0),
  bytes           bytea NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (content_id, part_no)
);
ALTER TABLE document_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE document (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  content_id      uuid NOT NULL,
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
  media_type      text NOT NULL,
  bytes           bigint NOT NULL CHECK (bytes >= 0),
  sha256          text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  status          text NOT NULL CHECK (status IN
                    ('received', 'parsing', 'chunking', 'embedding', 'indexing', 'ready', 'failed')),
  version         int NOT NULL DEFAULT 1,
  language        text,
  text_length     int NOT NULL DEFAULT 0,
  chunks          int NOT NULL DEFAULT 0,
  embedding_model text,
  error           text CHECK ((error IS NOT NULL) = (status = 'failed')),
  tags            text[] NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  FOREIGN KEY (organization_id, workspace_id) REFERENCES workspace (organization_id, id) ON DELETE CASCADE,
  UNIQUE (workspace_id, sha256)
);
CREATE INDEX document_newest_first ON document (workspace_id, id DESC);
CREATE INDEX document_under_way ON document (updated_at) WHERE status NOT IN ('ready', 'failed');
CREATE INDEX document_content ON document (content_id);

-- The text as extracted; offsets of chunks and citations count in it.
CREATE TABLE document_text (
  document_id     uuid PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  text            text NOT NULL
);

CREATE TABLE chunk (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  document_id     uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  version         int NOT NULL,
  ordinal         int NOT NULL,
  page            int CHECK (page >= 1),
  start_offset    int NOT NULL CHECK (start_offset >= 0),
  end_offset      int NOT NULL,
  section         text NOT NULL,
  text            text NOT NULL,
  tokens          int NOT NULL,
  embedding       bytea, -- float32, little-endian, length 1; of embedding_model
  embedding_model text,
  CHECK (end_offset > start_offset),
  CHECK ((embedding IS NULL) = (embedding_model IS NULL)),
  UNIQUE (document_id, version, ordinal)
);
ALTER TABLE chunk ALTER COLUMN embedding SET STORAGE PLAIN;
CREATE INDEX chunk_without_vector ON chunk (document_id, version, ordinal) WHERE embedding IS NULL;

CREATE TABLE conversation (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  title           text NOT NULL,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  FOREIGN KEY (organization_id, workspace_id) REFERENCES workspace (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX conversation_last_used ON conversation (workspace_id, updated_at DESC, id DESC);

CREATE TABLE answer (
  id                uuid PRIMARY KEY,
  organization_id   uuid NOT NULL,
  workspace_id      uuid NOT NULL,
  conversation_id   uuid REFERENCES conversation ON DELETE CASCADE,
  question          text NOT NULL,
  state             text NOT NULL CHECK (state IN
                      ('queued', 'retrieving', 'generating', 'completed', 'cancelled', 'failed')),
  text              text NOT NULL DEFAULT '',
  sources           jsonb NOT NULL DEFAULT '[]',
  citations         jsonb NOT NULL DEFAULT '[]',
  model             text,
  finish_reason     text,
  prompt_tokens     int,
  completion_tokens int,
  error             text,
  log               jsonb, -- every event of its stream, once it has ended: a resume reads it for ever
  created_at        timestamptz NOT NULL,
  finished_at       timestamptz,
  FOREIGN KEY (organization_id, workspace_id) REFERENCES workspace (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX answer_of_conversation ON answer (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX answer_under_way ON answer (created_at) WHERE state IN ('queued', 'retrieving', 'generating');

CREATE TABLE message (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  conversation_id uuid NOT NULL REFERENCES conversation ON DELETE CASCADE,
  role            text NOT NULL CHECK (role IN ('user', 'assistant')),
  content         text NOT NULL,
  answer_id       uuid REFERENCES answer ON DELETE CASCADE,
  created_at      timestamptz NOT NULL
);
CREATE INDEX message_of_conversation ON message (conversation_id, created_at, id);
CREATE INDEX message_of_answer ON message (answer_id) WHERE answer_id IS NOT NULL;

-- Facts, committed with the state they tell of. Claimed by state, never by an id cursor: the order of
-- a sequence is not the order of commits.
CREATE TABLE outbox (
  id              uuid PRIMARY KEY,
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
  published_at    timestamptz,
  UNIQUE (key, key_seq)
);
CREATE INDEX outbox_unpublished ON outbox (occurred_at, id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

-- The next number of each key. Its row lock makes commits of one key happen in the order of their numbers.
CREATE TABLE outbox_key (
  key             text PRIMARY KEY,
  organization_id uuid NOT NULL,
  last_seq        bigint NOT NULL
);

-- The embedded transport: one row per event and handler, until it is handled.
CREATE TABLE event_delivery (
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
  state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')),
  available_at    timestamptz NOT NULL DEFAULT now(),
  leased_by       uuid,
  deliveries      int NOT NULL DEFAULT 0,
  attempts        int NOT NULL DEFAULT 0,
  last_error      text,
  PRIMARY KEY (event_id, handler)
);
CREATE INDEX event_delivery_due ON event_delivery (handler, available_at) WHERE state = 'waiting';
CREATE INDEX event_delivery_key ON event_delivery (key, handler, key_seq) WHERE state = 'waiting';

-- What was handled, written in the effect's own transaction: an effect happens once.
CREATE TABLE inbox (
  event_id        uuid NOT NULL,
  handler         text NOT NULL,
  organization_id uuid NOT NULL,
  handled_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, handler)
);
CREATE INDEX inbox_handled ON inbox (handled_at);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organization', 'workspace', 'document_part', 'document', 'document_text', 'chunk',
    'conversation', 'answer', 'message', 'outbox', 'outbox_key', 'event_delivery', 'inbox']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name); -- the owner as well
    EXECUTE format(
      'CREATE POLICY of_organization ON %I USING (%I = (SELECT groundwire_organization()))',
      name, CASE name WHEN 'organization' THEN 'id' ELSE 'organization_id' END);
    EXECUTE format('CREATE POLICY for_system ON %I USING ((SELECT groundwire_is_system()))', name);
  END LOOP;
END
$$;
