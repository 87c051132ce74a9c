/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const foundItems = `
-- What a look has found, to be begun: a row for each item in place of one JSON text for all, for there may be hundreds of thousands.
-- JSON as text: data. It counts once is_beginning of its poll is 1: written in pieces, it is whole only then.
CREATE TABLE poll_found (
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  id TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (account, workflow_id, trigger_id, place)
);

INSERT INTO poll_found
  SELECT account, workflow_id, trigger_id, item.key, json_extract(item.value, '$.id'), json_extract(item.value, '$.data')
  FROM poll, json_each(pending, '$.items') AS item WHERE pending IS NOT NULL;

ALTER TABLE poll ADD COLUMN is_beginning INTEGER NOT NULL DEFAULT 0;
UPDATE poll SET is_beginning = 1 WHERE pending IS NOT NULL;
ALTER TABLE poll DROP COLUMN pending;
`
