import type { Json, JsonObject } from '../json.ts'
import { checkFields } from './check-fields.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { limitFields, retentionFields, settingsFields } from './workflow-fields.ts'

export function checkSettings(report: ProblemReport, { id, settings }: JsonObject): void {
  if (settings === undefined) return
  const path = ['settings']
  const { onFailure, retention } = checkFields(report, { value: settings, path, thing: '"settings"' }, settingsFields)
  if (onFailure !== undefined && onFailure === id) {
    const message = 'A workflow cannot be its own "onFailure": its failures would start it again for ever. Name another one.'
    report.add({ code: 'FAILS_INTO_ITSELF', message, path: [...path, 'onFailure'] })
  }
  if (retention !== undefined) checkRetention(report, retention, [...path, 'retention'])
}

function checkRetention(report: ProblemReport, value: Json, path: Path): void {
  const kinds = checkFields(report, { value, path, thing: '"retention"' }, retentionFields)
  for (const [kind, limits] of Object.entries(kinds))
    checkFields(report, { value: limits, path: [...path, kind], thing: `${quoted(kind)} of "retention"` }, limitFields)
}
