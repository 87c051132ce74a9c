/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const admission = `
-- Only where limits decide when an execution may run; NULL for all others, which are in neither index.
ALTER TABLE execution ADD COLUMN lane TEXT;
ALTER TABLE execution ADD COLUMN lane_key TEXT;
ALTER TABLE execution ADD COLUMN priority INTEGER;
-- REAL: its fraction keeps the order of what comes in one millisecond.
ALTER TABLE execution ADD COLUMN queued_at REAL;
-- 'delayed', 'queued' or 'held'; NULL once it has ended.
ALTER TABLE execution ADD COLUMN place TEXT;
ALTER TABLE execution ADD COLUMN gate TEXT;

CREATE INDEX execution_lane ON execution (account, lane, place, priority DESC, queued_at) WHERE place IS NOT NULL;
CREATE INDEX execution_gate ON execution (account, gate, queued_at) WHERE gate IS NOT NULL;

-- What is queued waits for its lane or for its time: a dead owner has left nothing there to take over.
DROP INDEX execution_left;
CREATE INDEX execution_left ON execution (fence, started_at)
  WHERE due_at IS NULL AND status IN ('running', 'waiting', 'paused');
`
