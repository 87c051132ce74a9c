import { randomBytes } from 'node:crypto'
import type { Tables } from '@millrace/runtime'
import type { TableChange } from '@millrace/store'
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
    const news = { table: change.table, text: messageOf(change, `${epoch}.${last}`) }
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

function messageOf({ table, type, record, before, at }: TableChange, position: string): string {
  const head = { type: 'record', position, table, change: type, at: isoTime(at) }
  const whole = JSON.stringify({ ...head, record, ...(before !== undefined && { before }) })
  return whole.length <= mostShown ? whole : JSON.stringify({ ...head, record: { id: record.id }, isCut: true })
}
