import { ProblemError } from '../problem.ts'

export function executionNotFound(id: string): ProblemError {
  return new ProblemError('EXECUTION_NOT_FOUND', `There is no execution ${JSON.stringify(id.slice(0, 100))}: check the id.`)
}
