/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const waitsAndLetters = `
-- The steps that wait for a signal: a row for each, as long as it waits.
CREATE TABLE waiting_step (
  account TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  step TEXT NOT NULL,
  channel TEXT NOT NULL,
  key TEXT NOT NULL,
  since REAL NOT NULL,
  PRIMARY KEY (account, execution_id, step)
) WITHOUT ROWID;

CREATE INDEX waiting_step_by_event ON waiting_step (account, key, since, execution_id, step) WHERE channel = 'event';
-- The token alone finds its step, whatever the account.
CREATE INDEX waiting_step_by_token ON waiting_step (key) WHERE channel = 'token';

ALTER TABLE execution ADD COLUMN letter TEXT;
ALTER TABLE execution ADD COLUMN replay_of TEXT;
ALTER TABLE execution ADD COLUMN replayed_as TEXT;

-- Executions that succeed are in neither.
CREATE INDEX execution_letter ON execution (account, finished_at, id) WHERE letter = 'open';
CREATE INDEX execution_letter_by_workflow ON execution (account, workflow_id, finished_at, id) WHERE letter = 'open';
`
