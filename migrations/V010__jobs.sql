-- Who may do what alone, and until when, by this server's clock. The term grows with each change of holder and fences
-- the one before. An organization where the lease is about its data, so that its transactions see their fence.
CREATE TABLE lease (
  name            text PRIMARY KEY,
  organization_id uuid,
  holder          uuid,
  term            bigint NOT NULL,
  expires_at      timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Work in the background. id is UUIDv7, so the newest have the greatest.
CREATE TABLE job (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL,
  workspace_id     uuid NOT NULL,
  kind             text NOT NULL,
  key              text NOT NULL,                 -- one of a workspace and key at a time
  state            text NOT NULL DEFAULT 'queued' CHECK (state IN
                     ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  arguments        jsonb NOT NULL,
  stage            int NOT NULL DEFAULT 0,        -- which of the rooms that take part
  cursor           text,                          -- where the next step of that room begins
  done             bigint NOT NULL DEFAULT 0,
  total            bigint NOT NULL DEFAULT 0,
  result           jsonb NOT NULL DEFAULT '{}',
  attempts         int NOT NULL DEFAULT 0,        -- failed tries since the last step that succeeded
  next_at          timestamptz NOT NULL DEFAULT now(),
  error            text,
  holder           uuid,                          -- the node whose lease 'job.' || id it is, under
  term             bigint,                        --   that term, while it runs
  cancel_requested boolean NOT NULL DEFAULT false,
  schedule         text,
  created_at       timestamptz NOT NULL DEFAULT now(),
  started_at       timestamptz,
  progressed_at    timestamptz,                   -- when the last step succeeded
  finished_at      timestamptz,
  FOREIGN KEY (organization_id, workspace_id) REFERENCES workspace (organization_id, id) ON DELETE CASCADE,
  CHECK ((holder IS NOT NULL) = (state = 'running')),
  CHECK ((finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled')))
) WITH (fillfactor = 70);
CREATE INDEX job_newest ON job (organization_id, id DESC);
CREATE INDEX job_open ON job (state, next_at) WHERE state IN ('queued', 'running');
CREATE UNIQUE INDEX job_one_of_a_key ON job (workspace_id, key) WHERE state = 'running';
CREATE INDEX job_ended ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_waiting ON job (workspace_id, key, id) WHERE state = 'queued';

CREATE TABLE job_attempt (
  job_id          uuid NOT NULL REFERENCES job ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  attempted_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  node            uuid NOT NULL,
  error           text NOT NULL
);
CREATE INDEX job_attempt_newest ON job_attempt (job_id, attempted_at DESC);

-- When each configured schedule was due last and is next, for all nodes.
CREATE TABLE job_schedule (
  name    text PRIMARY KEY,
  last_at timestamptz,
  next_at timestamptz NOT NULL,
  outcome text
);

-- A document that is being made anew beside the one that is searched: its chunks have the next version until they
-- take the place of the others.
CREATE TABLE document_rebuild (
  document_id     uuid PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  version         int NOT NULL,
  text            text NOT NULL,
  text_length     int NOT NULL, -- as offsets count, in UTF-16
  media_type      text NOT NULL,
  language        text,
  chunks          int NOT NULL,
  embedding_model text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now()
);

-- Of the letters and digits alone: what differs in blanks, case and punctuation is the same text. Null until asked for.
ALTER TABLE document_text ADD COLUMN fingerprint text;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['lease', 'job', 'job_attempt', 'document_rebuild', 'job_schedule']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name); -- the owner as well
    IF name <> 'job_schedule' THEN
      EXECUTE format(
        'CREATE POLICY of_organization ON %I USING (organization_id = (SELECT groundwire_organization()))', name);
    END IF;
    EXECUTE format('CREATE POLICY for_system ON %I USING ((SELECT groundwire_is_system()))', name);
  END LOOP;
END
$$;
