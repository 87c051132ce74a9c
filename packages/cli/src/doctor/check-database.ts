import { inspectSqliteStore, type StoreInspection } from '@millrace/store-sqlite'
import { type Finding, findingsIn } from './finding.ts'

const { ok, warning, problem } = findingsIn('database')

const checkUpToBytes = 2e9

export function checkDatabase(directory: string): readonly Finding[] {
  return databaseFindings(inspectSqliteStore({ directory, checkUpToBytes }))
}

/** When anything was last written; undefined without a database. */
export function lastWriteIn(directory: string): number | undefined {
  return inspectSqliteStore({ directory, checkUpToBytes: 0 })?.modifiedAt
}

export function databaseFindings(inspection: StoreInspection | undefined): readonly Finding[] {
  if (inspection === undefined) return [ok('there is none yet: it will be made at the first start')]
  const { file, bytes, isOwned, damages } = inspection
  return [
    ok(`${file} has ${(bytes / 1e6).toFixed(1)} MB`),
    ok(isOwned ? 'a running Millrace owns it' : 'no process owns it'),
    soundness(file, damages),
  ]
}

function soundness(file: string, damages: StoreInspection['damages']): Finding {
  if (damages === undefined) {
    return warning(
      'it is too large to be checked in passing',
      `Check it when there is little to do: sqlite3 -readonly ${file} "PRAGMA quick_check"`,
    )
  }
  if (damages.length === 0) return ok('quick_check finds it sound')
  return problem(`it is damaged: ${damages.join('; ')}`, `Stop Millrace, keep a copy of ${file} and put a backup in its place.`)
}
