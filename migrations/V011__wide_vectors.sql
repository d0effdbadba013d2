-- A page holds 8 kB, so with PLAIN no row could have more than about 2,000 numbers. MAIN keeps what was said for PLAIN where
-- it fits: beside the other columns, so that indexing reads it with its row. Only a vector that no page has room for goes
-- elsewhere. Compression is tried first and given up within the first kilobyte, as numbers of models do not compress.
ALTER TABLE chunk ALTER COLUMN embedding SET STORAGE MAIN;
