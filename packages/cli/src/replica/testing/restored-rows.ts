import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type BaseFacts,
  comparePositions,
  type Moment,
  numberOf,
  parseMoments,
  replicaPaths,
  timelinePaths,
} from '@millrace/runtime/replica'

/** The database as it was at a moment of a timeline, by SQLite's own recovery alone; with what `look` finds in it. */
export function atMoment<T>(timeline: string, moment: Pick<Moment, 'segment' | 'bytes'>, look: (database: DatabaseSync) => T): T {
  const place = mkdtempSync(join(tmpdir(), 'millrace-'))
  const file = join(place, 'millrace.db')
  try {
    const bases = readdirSync(timelinePaths.bases(timeline)).flatMap((name) => factsOf(timeline, numberOf(name) ?? 0))
    const base = bases.findLast(({ usableAt }) => comparePositions(usableAt, moment) <= 0)
    if (base === undefined) throw new Error('No base is usable by then.')
    copyFileSync(timelinePaths.baseDatabase(timeline, base.number), file)
    for (let segment = base.from; segment <= moment.segment; segment++) {
      const bytes = readFileSync(timelinePaths.segment(timeline, segment))
      writeFileSync(`${file}-wal`, segment === moment.segment ? bytes.subarray(0, moment.bytes) : bytes)
      const database = new DatabaseSync(file)
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
      rmSync(`${file}-wal`, { force: true })
    }
    const database = new DatabaseSync(file)
    try {
      const { integrity_check: sound } = database.prepare('PRAGMA integrity_check').get() ?? {}
      if (sound !== 'ok') throw new Error(String(sound))
      return look(database)
    } finally {
      database.close()
    }
  } finally {
    rmSync(place, { recursive: true })
  }
}

function factsOf(timeline: string, number: number): readonly (BaseFacts & { readonly number: number })[] {
  try {
    return [{ ...(JSON.parse(readFileSync(timelinePaths.baseFacts(timeline, number), 'utf8')) as BaseFacts), number }]
  } catch {
    return []
  }
}

export function timelinesIn(folder: string): readonly string[] {
  return readdirSync(replicaPaths.timelines(folder))
    .sort()
    .map((name) => join(replicaPaths.timelines(folder), name))
}

export function momentsIn(timeline: string): readonly Moment[] {
  return parseMoments(readFileSync(timelinePaths.moments(timeline), 'utf8'))
}
