/** What the names of n8n's expressions stand for where an expression is read. All values are expressions of ours. */
export interface ExpressionScope {
  /** The data of the current item, `$json`; or why nothing can be said of it. */
  readonly json: Reading
  /** All items that came in, as a list of their data. */
  readonly items: Reading
  /** The number of the item, where there is one. */
  readonly index: string | undefined
  /** What `$json.error` is, behind an error port. */
  readonly error: string | undefined
  /** Another node, by its name. */
  node(name: string): NodeReading
}

export type Reading = { readonly source: string } | { readonly why: string }

/** How another node is read from here. */
export interface NodeReading {
  /** The item that belongs to the current one. */
  readonly item: Reading
  readonly first: Reading
  readonly last: Reading
  readonly all: Reading
  readonly hasRun: Reading
}

/** The same answer for every question about a node. */
export function unreadable(why: string): NodeReading {
  return { item: { why }, first: { why }, last: { why }, all: { why }, hasRun: { why } }
}

/** Thrown inside the converter, for the one who asked to catch: this cannot be said in our expressions. */
export class CannotConvert extends Error {
  override readonly name = 'CannotConvert'
}

export function sourceOf(reading: Reading): string {
  if ('why' in reading) throw new CannotConvert(reading.why)
  return reading.source
}
