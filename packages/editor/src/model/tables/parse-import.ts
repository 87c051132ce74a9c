import type { ExecutionStatus } from '@millrace/engine'

/**
 * Owns: what the wizard works out of a review and of the progress of an import from Parse.
 * Does not own: what a class becomes in a table; the server says it.
 */
export interface ReviewedClass {
  readonly class: string
  /** That it becomes; null where it is not offered. */
  readonly table: string | null
  readonly records: number | null
  /** Records of that table that are there already; null where there is no such table. */
  readonly existing: number | null
  /** With the table that a pointer or a relation leads to. */
  readonly columns: readonly { readonly name: string; readonly table?: string }[]
  readonly isOffered: boolean
}

export interface Sum {
  readonly classes: number
  readonly records: number
}

/** What would come of the classes that are chosen. */
export function sumOf(classes: readonly ReviewedClass[], chosen: ReadonlySet<string>): Sum {
  const taken = classes.filter((one) => isTaken(one, chosen))
  return { classes: taken.length, records: taken.reduce((sum, { records }) => sum + (records ?? 0), 0) }
}

function isTaken({ class: name, isOffered }: ReviewedClass, chosen: ReadonlySet<string>): boolean {
  return isOffered && chosen.has(name)
}

export function namesOffered(classes: readonly ReviewedClass[]): readonly string[] {
  return classes.filter(({ isOffered }) => isOffered).map((one) => one.class)
}

/** What is said of every class that is offered: said once, where there are several. */
export function sharedNotes(classes: readonly { readonly isOffered: boolean; readonly notes: readonly string[] }[]): readonly string[] {
  const [first, ...others] = classes.filter(({ isOffered }) => isOffered)
  if (first === undefined || others.length === 0) return []
  return first.notes.filter((note) => others.every(({ notes }) => notes.includes(note)))
}

/** A column of a chosen class that names records of a table that is left behind. */
export interface LooseLink {
  readonly class: string
  readonly column: string
  readonly target: string
}

/**
 * Links that lead nowhere until a class comes that could come now. A table that has records already was brought by an earlier import; of what
 * can never come the column's note tells.
 */
export function looseLinks(classes: readonly ReviewedClass[], chosen: ReadonlySet<string>): readonly LooseLink[] {
  const lacking = new Set(
    classes.filter((one) => one.isOffered && !chosen.has(one.class) && (one.existing ?? 0) === 0).map(({ table }) => table),
  )
  return classes
    .filter((one) => isTaken(one, chosen))
    .flatMap((one) =>
      one.columns.flatMap(({ name, table }) =>
        table === undefined || !lacking.has(table) ? [] : [{ class: one.class, column: name, target: table }],
      ),
    )
}

export interface Progress {
  readonly records: number
  readonly imported: number
}

/** From 0 to 1, which only what is done reaches: more or fewer than were counted may come, where others write meanwhile. */
export function shareOf({ records, imported }: Progress, isDone: boolean): number {
  if (isDone) return 1
  return records === 0 ? 0 : Math.min(0.99, imported / records)
}

export function progressSum(classes: readonly Progress[]): Progress {
  return {
    records: classes.reduce((sum, { records }) => sum + records, 0),
    imported: classes.reduce((sum, { imported }) => sum + imported, 0),
  }
}

/** While it copies it waits a moment by turns: whoever looks sees records coming. */
export function shownStatus(status: ExecutionStatus): Exclude<ExecutionStatus, 'waiting'> {
  return status === 'waiting' ? 'running' : status
}

/** `1 record`, `1,200 records`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : several}`
}
