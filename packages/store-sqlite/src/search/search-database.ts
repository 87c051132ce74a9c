import { existsSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** Raised when the tables or the words in them change: an index of another version is made anew. */
const version = 1

/**
 * What follows from the log and is no more than that: lost, it is made again. So it needs no fsync at each commit, and no migrations.
 * `detail=none`: which executions have a word, and not where in them; what stands where is looked up in the log.
 */
const schema = `
  CREATE TABLE state (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
  INSERT INTO state (name, value) VALUES ('version', ${version}), ('position', 0), ('removed', 0), ('complete-at', 0);
  -- The id is the position of the execution's first row in the log, so that the newest ones come last.
  CREATE TABLE document (id INTEGER PRIMARY KEY, account TEXT NOT NULL, execution_id TEXT NOT NULL);
  CREATE UNIQUE INDEX document_by_execution ON document (account, execution_id);
  -- Documents that lack what was recorded last.
  CREATE TABLE behind (id INTEGER PRIMARY KEY, since REAL NOT NULL);
  CREATE VIRTUAL TABLE words USING fts5(text, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
`

/** Opens the index in this file, or makes an empty one where there is none that can be used. */
export function openSearchDatabase(file: string): DatabaseSync {
  try {
    const database = openFile(file)
    if (isUsable(database)) return database
    database.close()
  } catch {
    // Damaged, or no database at all: whatever it is, nothing in it cannot be made again.
  }
  removeSearchDatabase(file)
  const database = openFile(file)
  if (!isUsable(database)) database.exec(schema)
  return database
}

export function removeSearchDatabase(file: string): void {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(path)) rmSync(path)
}

export function searchBytes(file: string): number {
  return [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)
}

function openFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 2_000 })
  for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'cache_size = -8192', 'temp_store = MEMORY']) {
    database.exec(`PRAGMA ${pragma}`)
  }
  return database
}

function isUsable(database: DatabaseSync): boolean {
  const hasState = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'state'").get() !== undefined
  return hasState && database.prepare("SELECT value FROM state WHERE name = 'version'").get()?.value === version
}
