/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const retention = `
-- What the execution's events take as text, large values included: counted as they are written, so that a limit in bytes need read no log.
ALTER TABLE execution ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;

UPDATE execution SET bytes = (
  SELECT ifnull(sum(length(CAST(events AS BLOB))), 0) FROM log WHERE log.account = execution.account AND log.execution_id = execution.id
);

-- How many places in the log refer to the value: it goes with the last of them.
ALTER TABLE large_value ADD COLUMN uses INTEGER NOT NULL DEFAULT 0;

UPDATE large_value SET uses = counted.uses FROM (
  SELECT log.account, reference.value ->> 'hash' AS hash, count(*) AS uses
  FROM log, json_each(log.large) AS reference WHERE log.large IS NOT NULL GROUP BY 1, 2
) AS counted WHERE counted.account = large_value.account AND counted.hash = large_value.hash;

DELETE FROM large_value WHERE uses = 0;
`
