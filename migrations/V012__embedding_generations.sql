-- The vectors of one embedding model, of all organizations. Searches look through the current one; which that is changes
-- in one transaction, under the lock 'embedding.generation', and documents become searchable under a share of it.
CREATE TABLE embedding_generation (
  id                 int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model              text NOT NULL UNIQUE, -- id and revision
  dimensions         int NOT NULL,
  state              text NOT NULL CHECK (state IN ('building', 'complete', 'current', 'retired')),
  compared_questions int,                  -- asked of this one and of the one that was current,
  overlap_at_10      double precision,     --   the share of the first ten that both found,
  compared_at        timestamptz,          --   and when
  created_at         timestamptz NOT NULL DEFAULT now(),
  changed_at         timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX embedding_generation_current ON embedding_generation (state) WHERE state = 'current';
-- One that is to follow, or that can be gone back to, at a time: each costs a vector for every chunk.
CREATE UNIQUE INDEX embedding_generation_beside ON embedding_generation ((true)) WHERE state IN ('building', 'complete');

-- Vectors of chunks beside the one in the chunk itself, which is of the model that was current when it was made.
CREATE TABLE chunk_vector (
  chunk_id        uuid NOT NULL REFERENCES chunk ON DELETE CASCADE,
  generation      int NOT NULL REFERENCES embedding_generation,
  organization_id uuid NOT NULL,
  document_id     uuid NOT NULL,
  version         int NOT NULL, -- of the document
  vector          bytea NOT NULL,
  PRIMARY KEY (chunk_id, generation)
);
CREATE INDEX chunk_vector_of_document ON chunk_vector (document_id, version, generation);

ALTER TABLE embedding_generation ENABLE ROW LEVEL SECURITY;
ALTER TABLE embedding_generation FORCE ROW LEVEL SECURITY; -- the owner as well
CREATE POLICY of_everybody ON embedding_generation USING (true); -- names of models, of no organization
ALTER TABLE chunk_vector ENABLE ROW LEVEL SECURITY;
ALTER TABLE chunk_vector FORCE ROW LEVEL SECURITY;
CREATE POLICY of_organization ON chunk_vector USING (organization_id = (SELECT groundwire_organization()));
CREATE POLICY for_system ON chunk_vector USING ((SELECT groundwire_is_system()));
