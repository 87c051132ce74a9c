/** By the words of the query language, each spelling. */
const spellings = {
  equalTo: 'equalTo',
  $eq: 'equalTo',
  notEqualTo: 'notEqualTo',
  $ne: 'notEqualTo',
  greaterThan: 'greaterThan',
  $gt: 'greaterThan',
  greaterThanOrEqualTo: 'greaterThanOrEqualTo',
  $gte: 'greaterThanOrEqualTo',
  lessThan: 'lessThan',
  $lt: 'lessThan',
  lessThanOrEqualTo: 'lessThanOrEqualTo',
  $lte: 'lessThanOrEqualTo',
  containedIn: 'containedIn',
  $in: 'containedIn',
  notContainedIn: 'notContainedIn',
  $nin: 'notContainedIn',
  exists: 'exists',
  $exists: 'exists',
  contains: 'contains',
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  matchesRegex: 'matchesRegex',
  $regex: 'matchesRegex',
  options: 'options',
  $options: 'options',
  search: 'search',
  pointsTo: 'pointsTo',
  matchesQuery: 'matchesQuery',
  nearSphere: 'nearSphere',
  withinBox: 'withinBox',
  not: 'not',
  $not: 'not',
} as const

export type Operator = (typeof spellings)[keyof typeof spellings]

export const operatorNames: readonly string[] = Object.keys(spellings)

const byName: ReadonlyMap<string, Operator> = new Map(Object.entries(spellings))

export function findOperator(name: string): Operator | undefined {
  return byName.get(name)
}
