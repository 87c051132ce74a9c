import { ProblemError } from '../problem.ts'

export function unknownTable(name: string): ProblemError {
  return new ProblemError('TABLE_NOT_FOUND', `There is no table ${JSON.stringify(name.slice(0, 80))}: GET /api/v1/tables lists them.`)
}
