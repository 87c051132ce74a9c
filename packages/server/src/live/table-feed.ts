import { randomBytes } from 'node:crypto'
import type { Tables } from '@millrace/runtime'
import type { TableChange, TableRecord } from '@millrace/store'
import { isoTime } from '../views/iso-time.ts'

/**
 * Owns: the changes of records since the first subscription, numbered, as the texts that clients get; the last ones are kept for who was away.
 * Does not own: who wants to hear of which table.
 * Invariants: nothing is prepared before somebody has subscribed; a position is good only in the process that gave it.
 */
export interface TableFeed {
  /** The last change so far. */
  position(): string
  /** What has happened since; undefined where that is not known any more. */
  since(position: string): readonly TableNews[] | undefined
  /** Begins to follow the tables. */
  open(): void
  close(): void
}

/** A change of a record. */
export interface TableNews {
  readonly table: string
  /** The message as it is sent, written once for all clients. */
  readonly text: string
  readonly position: string
  /** Left out where the record is too large for a message: who it concerns must look it up anyway. */
  readonly change?: TableChange
  /** What is left of such a one: whose the record is. */
  readonly cut?: TableChange
}

const mostKept = 10_000
const mostKeptCharacters = 16 * 1024 * 1024
/** A larger record is looked up by whoever wants it. */
const mostShown = 256 * 1024

export function createTableFeed(tables: Pick<Tables, 'follow'>, account: string, show: (news: TableNews) => void): TableFeed {
  const epoch = randomBytes(6).toString('hex')
  const kept: TableNews[] = []
  let characters = 0
  let last = 0
  let stop: (() => void) | undefined

  function keep(news: TableNews): void {
    kept.push(news)
    characters += news.text.length
    // In lumps: taking each from the front would move all the others.
    if (kept.length <= mostKept + 1_000 && characters <= mostKeptCharacters) return
    let count = 0
    while (count < kept.length && (kept.length - count > mostKept || characters > mostKeptCharacters)) {
      characters -= kept[count]?.text.length ?? 0
      count += 1
    }
    kept.splice(0, count)
  }

  function hear(change: TableChange): void {
    if (change.account !== account) return
    last += 1
    const position = `${epoch}.${last}`
    const whole = recordMessage(change, position)
    const isShown = whole.length <= mostShown
    const text = isShown ? whole : cutMessage(change, position)
    const news = { table: change.table, position, text, ...(isShown ? { change } : { cut: cutChange(change) }) }
    keep(news)
    show(news)
  }

  return {
    position: () => `${epoch}.${last}`,
    since(position) {
      const [given, number] = position.split('.')
      const missed = last - Number(number)
      const isKnown = given === epoch && Number.isInteger(missed) && missed >= 0 && missed <= kept.length
      return isKnown ? kept.slice(kept.length - missed) : undefined
    },
    open() {
      stop ??= tables.follow(hear)
    },
    close() {
      stop?.()
      stop = undefined
    },
  }
}

/** `crossing` says that an update has brought the record into what somebody follows, or out of it. */
export function recordMessage(change: TableChange, position: string, crossing: { readonly [name: string]: true } = {}): string {
  const { record, before, relations } = change
  return JSON.stringify({ ...headOf(change, position), ...crossing, record, before, relations })
}

/** The record is to be looked up. */
export function cutMessage(change: TableChange, position: string): string {
  return JSON.stringify({ ...headOf(change, position), record: { id: change.record.id }, isCut: true })
}

function cutChange({ before, relations: _, ...change }: TableChange): TableChange {
  return { ...change, record: ownerIn(change.record), ...(before !== undefined && { before: ownerIn(before) }) }
}

function ownerIn({ id = null, owner = null }: TableRecord): TableRecord {
  return { id, owner }
}

function headOf({ table, type, at }: TableChange, position: string) {
  return { type: 'record', position, table, change: type, at: isoTime(at) }
}
