import type { Json, JsonObject } from '../json.ts'
import { isList } from './check-fields.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'

/** The classes whose failures may be tried again; of the others only single codes can be named. */
const retriedClasses = ['retryable', 'timeout']

/** What an entry of `retry.on` looks like: a class, or the code of an error. */
export const retryReasonPattern = '^(retryable|timeout|[A-Z][A-Z0-9_]*)$'

const reason = new RegExp(retryReasonPattern)

/** `retry.on` names what is tried again: classes and codes. */
export function checkRetryReasons(report: ProblemReport, { on }: JsonObject, path: Path, thing: string): void {
  if (!isList(on)) return
  if (on.length === 0) {
    const message = `"on" of ${thing} is empty, so nothing would be tried again: name a class or a code, or delete it.`
    report.add({ code: 'INVALID_CHOICE', message, path: [...path, 'on'] })
  }
  for (const [index, word] of on.entries()) if (!isReason(word)) report.add(noReason(word, [...path, 'on', index], thing))
}

function isReason(word: Json): boolean {
  return typeof word === 'string' && reason.test(word)
}

function noReason(word: Json, path: Path, thing: string): Parameters<ProblemReport['add']>[0] {
  const known = () => retriedClasses
  const message = `"on" of ${thing} cannot hold ${quoted(String(word))}. Use retryable, timeout or the code of an error, such as HTTP_503.`
  return { code: 'INVALID_CHOICE', message, path, near: { word: String(word), known } }
}
