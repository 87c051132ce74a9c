import { isJsonObject, type Json } from '../json.ts'
import { idMistake } from './ids.ts'
import type { ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'

/** Variables have names that expressions can write; their values may be anything. */
export function checkVars(report: ProblemReport, vars: Json | undefined): void {
  if (!isJsonObject(vars)) return
  for (const name of Object.keys(vars)) {
    const mistake = idMistake(name, 'variable')
    if (mistake === undefined) continue
    report.add({ code: 'INVALID_ID', message: `The variable name ${quoted(name)} ${mistake}.`, path: ['vars', name], part: 'key' })
  }
}
