import type {
  ChangeOptions,
  ColumnChange,
  EventSource,
  NewEvent,
  OperationResult,
  Principal,
  Store,
  Table,
  TableChange,
  TableChanged,
  TableDraft,
  TableRecords,
  TableStore,
  TableWrite,
} from '@millrace/store'
import type { TableEventOf } from '../events/table-event.ts'
import type { Clock } from '../ports.ts'

/** Records, read and written. */
export interface Records extends Omit<TableRecords, 'write'> {
  /** `eventDepth`: how many events in a row have led to whoever writes. */
  write(
    account: string,
    write: Pick<TableWrite, 'operations' | 'mode' | 'key' | 'request' | 'adds'>,
    source: EventSource,
    eventDepth?: number,
  ): Promise<readonly OperationResult[]>
}

/** Users' tables: what the store keeps, written at the time of the clock, and told of to the bus. */
export interface Tables extends Records, Pick<TableStore, 'list' | 'delete'> {
  /** The records as this principal may see and write them. */
  as(principal: Principal): Records
  create(account: string, draft: TableDraft): Promise<Table>
  change(
    account: string,
    name: string,
    changes: readonly ColumnChange[],
    options?: Pick<ChangeOptions, 'isPreview' | 'discards'>,
  ): Promise<TableChanged>
  /** Tells of every change that is on disk, of all accounts, until the returned function is called. */
  follow(listener: (change: TableChange) => void): () => void
  close(): void
}

export interface TablesOptions {
  readonly store: Pick<Store, 'tables'>
  readonly clock: Clock
  /** The event that tells of a change, if anybody listens. Called inside of the transaction, which keeps both or neither. */
  eventOf?: TableEventOf
  /** Told when events of changes are on disk. */
  onTold?(): void
  onTrouble(error: unknown): void
}

const sweepEveryMs = 60 * 60_000
/** So long a step that was cut off may be run again without doing its write a second time. */
const keysKeptMs = 30 * 24 * 60 * 60_000
/** In one transaction, so that no other write waits for long. */
const batch = 1_000

export function createTables({ store: { tables }, clock, eventOf, onTold, onTrouble }: TablesOptions): Tables {
  const stopSweep = sweepKeys(tables, clock, onTrouble)
  const followers = new Set<(change: TableChange) => void>()
  const tells = (changes: readonly TableChange[]): void => {
    for (const change of changes) for (const listener of followers) listener(change)
  }

  const recordsIn = ({ get, record, query, count, match, aggregate, write: writeAll }: TableRecords): Records => ({
    get,
    record,
    query,
    count,
    match,
    aggregate,
    async write(account, write, source, eventDepth = 0) {
      let isTold = false
      const emits = (change: TableChange): NewEvent | undefined => {
        const event = eventOf?.(change, source, eventDepth)
        isTold ||= event !== undefined
        return event
      }
      // Where changes are looked at anyway, a follower that comes while this is written hears of it too.
      const hears = eventOf === undefined ? { ...(followers.size > 0 && { tells }) } : { emits, tells }
      const results = await writeAll(account, { ...write, at: clock.now(), ...hears })
      if (isTold) onTold?.()
      return results
    },
  })

  return {
    ...recordsIn(tables),
    as: (principal) => recordsIn(tables.as(principal)),
    list: tables.list,
    delete: tables.delete,
    create: (account, draft) => tables.create(account, draft, clock.now()),
    change: (account, name, changes, options) => tables.change(account, name, changes, { ...options, at: clock.now() }),
    follow(listener) {
      followers.add(listener)
      return () => void followers.delete(listener)
    },
    close: stopSweep,
  }
}

/** Returns the way to end it. */
function sweepKeys(tables: TableStore, clock: Clock, onTrouble: (error: unknown) => void): () => void {
  let isStopped = false
  let stop = clock.wakeAfter(sweepEveryMs, sweep)

  function sweep(): void {
    forgetAll()
      .catch(onTrouble)
      .finally(() => {
        if (!isStopped) stop = clock.wakeAfter(sweepEveryMs, sweep)
      })
  }

  async function forgetAll(): Promise<void> {
    while (!isStopped && (await tables.forgetKeys(clock.now() - keysKeptMs, batch)) === batch);
  }

  return () => {
    isStopped = true
    stop()
  }
}
