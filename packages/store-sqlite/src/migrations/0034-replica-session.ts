/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const replicaSession = `
-- What joins this database to a replica, as long as nobody opens it without one: a row at most.
CREATE TABLE replica_session (token TEXT NOT NULL) STRICT;
`
