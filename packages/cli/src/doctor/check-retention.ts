import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { parseDuration } from '@millrace/engine'
import { type EnvironmentSettings, type KeepSettingName, keepSettings } from '@millrace/runtime'
import { inspectGrowth } from '@millrace/store-sqlite'
import { account } from '../account.ts'
import { sizeText } from '../output/size-text.ts'
import { type Finding, findingsIn } from './finding.ts'

export interface RetentionFacts {
  readonly executions: number
  readonly bytes: number
  readonly spanMs: number
  readonly freeBytes: number
  readonly canShrink: boolean
  /** What holds for all workflows, `none` for no limit. */
  readonly successAge: string
  readonly totalBytes: string
}

const { ok, warning } = findingsIn('retention')

const dayMs = 24 * 60 * 60_000
/** A rate from less than this says nothing about a day. */
const shortestSpanMs = 10 * 60_000
const soonDays = 30

export async function checkRetention(directory: string, environment: EnvironmentSettings): Promise<readonly Finding[]> {
  const growth = existsSync(directory) ? inspectGrowth({ directory, account, now: Date.now() }) : undefined
  if (growth === undefined) return [ok('nothing to forecast from: no server is running on this data directory')]
  const { bavail, bsize } = await statfs(directory)
  const settingOf = (name: KeepSettingName) => environment[name] ?? growth.settings[name] ?? keepSettings[name].byDefault
  return retentionFindings({
    ...growth,
    freeBytes: bavail * bsize,
    successAge: settingOf('success.age'),
    totalBytes: settingOf('total.bytes'),
  })
}

export function retentionFindings(facts: RetentionFacts): readonly Finding[] {
  const { canShrink } = facts
  return [
    forecast(facts),
    ...(canShrink
      ? []
      : [
          warning(
            'the database gives nothing back to the file system',
            'Stop Millrace and run: sqlite3 millrace.db "PRAGMA auto_vacuum = 2; VACUUM"',
          ),
        ]),
  ]
}

function forecast({ executions, bytes, spanMs, freeBytes, successAge, totalBytes }: RetentionFacts): Finding {
  if (executions === 0 || spanMs < shortestSpanMs) return ok('too little has run lately to forecast how the data grows')
  const perDay = (bytes / spanMs) * dayMs
  const fullInDays = freeBytes / perDay
  const ageDays = (parseDuration(successAge) ?? Number.POSITIVE_INFINITY) / dayMs
  const growth = `at ${sizeText(perDay)} a day the disk is full in ${daysText(fullInDays)}`
  const held = Number.isFinite(ageDays)
    ? `the limit of ${daysText(ageDays)} will hold ${sizeText(perDay * ageDays)}`
    : 'no limit of age holds that up'
  const message = `${growth}; ${held}${totalBytes === 'none' ? '' : `, and total.bytes is ${totalBytes}`}`
  const isHeld = fullInDays > ageDays || totalBytes !== 'none'
  if (isHeld || fullInDays > soonDays) return ok(message)
  return warning(message, 'Lower it or limit the bytes: millrace retention set success.age=7d total.bytes=20GB')
}

function daysText(days: number): string {
  if (days > 3_650) return 'more than ten years'
  return days < 2 ? `${Math.max(1, Math.round(days * 24))} hours` : `${Math.round(days)} days`
}
