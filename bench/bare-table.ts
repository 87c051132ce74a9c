import { DatabaseSync } from 'node:sqlite'

/** A bare table with the settings of our store: what SQLite and the disk take at best. */
export function openBareTable(file: string): { insertAll(rows: readonly string[]): void; close(): void } {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
  const begin = database.prepare('BEGIN IMMEDIATE')
  const insert = database.prepare('INSERT INTO post (body) VALUES (?)')
  const commit = database.prepare('COMMIT')
  return {
    insertAll(rows) {
      begin.run()
      for (const row of rows) insert.run(row)
      commit.run()
    },
    close: () => database.close(),
  }
}
