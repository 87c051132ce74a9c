import type { Problem } from '@millrace/engine'
import { ProblemError } from '../problem.ts'

/** `what` says what did not happen for it. */
export function workflowInvalid(what: string, problems: readonly Problem[]): ProblemError {
  const first = problems.find(({ severity }) => severity === 'error')
  const more = problems.length > 1 ? ` There are ${problems.length} problems in all.` : ''
  const place = first === undefined ? '' : ` Line ${first.position.line}, column ${first.position.column}: ${first.message}`
  return new ProblemError('WORKFLOW_INVALID', `${what}${place}${more}`, {
    extra: { problems: problems.map((problem) => ({ ...problem, position: { ...problem.position } })) },
  })
}
