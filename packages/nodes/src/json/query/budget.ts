/** A query that takes too long. */
export class QueryTooCostly extends Error {
  override readonly name = 'QueryTooCostly'
}

/** What one query may cost: looking at a value, or making one, is a step. */
export interface Budget {
  spend(steps: number): void
}

const maxSteps = 2_000_000

export function createBudget(): Budget {
  let left = maxSteps
  return {
    spend(steps) {
      left -= steps
      if (left < 0) throw new QueryTooCostly(`The query needs more than ${maxSteps} steps`)
    },
  }
}

/** A query that cannot be read, or used on this value, as the end of a sentence. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

/** A small query can build a value that shares its parts and is astronomically large when written out. */
export function payForWhole(value: unknown, budget: Budget): void {
  budget.spend(typeof value === 'string' ? 0.1 + value.length / 64 : 0.1)
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) payForWhole(inner, budget)
}
