-- The index of passages, where it is in the database: only for databases that have the extension vector. Derived from
-- document and chunk, whose rows take theirs here with them.

-- What may be compared: vectors of one model and one length. Each has an index of its own, passage_near_<id>, which is
-- made with its first passage.
CREATE TABLE vector_space (
  id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model      text NOT NULL,
  dimensions int NOT NULL CHECK (dimensions BETWEEN 1 AND 4000),
  UNIQUE (model, dimensions)
);

CREATE TABLE passage (
  number          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  chunk_id        uuid NOT NULL UNIQUE REFERENCES chunk ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  document_id     uuid NOT NULL,
  version         int NOT NULL,
  analyzer        text NOT NULL,
  words           int NOT NULL,
  tags            text[] NOT NULL,
  created_at      timestamptz NOT NULL,
  space           int REFERENCES vector_space, -- of the vector; none for a passage that only its words can find
  vector          vector,
  CHECK ((space IS NULL) = (vector IS NULL))
);
-- Beside the other columns as long as a page has room for it: reading it elsewhere would double the cost of comparing.
ALTER TABLE passage ALTER COLUMN vector SET STORAGE MAIN;
CREATE INDEX passage_of_workspace ON passage (workspace_id, analyzer) INCLUDE (organization_id, words);
CREATE INDEX passage_of_document ON passage (document_id) INCLUDE (organization_id, version, space);

-- A word of a passage. A term stands for a word, its analyzer and its workspace together, so no statistic reaches over
-- the bounds of a workspace. All that a score needs is in the key's index: the rows themselves are not read.
CREATE TABLE posting (
  term            bigint NOT NULL,
  passage         bigint NOT NULL,
  organization_id uuid NOT NULL,
  times           int NOT NULL,
  words           int NOT NULL,
  PRIMARY KEY (term, passage) INCLUDE (organization_id, times, words)
);
CREATE INDEX posting_of_passage ON posting (passage);
-- An index is read alone only where the table was vacuumed; at the usual fifth, that would be rare with many rows.
ALTER TABLE posting SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.02);

-- Instead of a foreign key, which would look up the passage of every posting that is added.
CREATE FUNCTION passage_remove_postings() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
  DECLARE
    removed bigint;
  BEGIN
    FOR removed IN SELECT number FROM gone -- one by one, so that no plan reads all postings
    LOOP
      DELETE FROM posting WHERE passage = removed;
    END LOOP;
    RETURN NULL;
  END
  $$;
CREATE TRIGGER passage_removed AFTER DELETE ON passage
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION passage_remove_postings();

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['vector_space', 'passage', 'posting']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name); -- the owner as well
    IF name = 'vector_space' THEN
      EXECUTE format('CREATE POLICY of_everybody ON %I USING (true)', name); -- names of models, of no organization
    ELSE
      EXECUTE format(
        'CREATE POLICY of_organization ON %I USING (organization_id = (SELECT groundwire_organization()))', name);
      EXECUTE format('CREATE POLICY for_system ON %I USING ((SELECT groundwire_is_system()))', name);
    END IF;
  END LOOP;
END
$$;
