import { useEffect, useRef, useState } from 'react'
import type { Imported } from '../api/api-schema.ts'
import { importFile } from '../api/import-file.ts'
import { readFormat } from '../model/tables/transfer-format.ts'

/** A file on its way into a table: looked through by the server first, and imported when somebody says so. */
export interface Import {
  readonly file: File | undefined
  readonly stage: 'idle' | 'checking' | 'importing'
  /** How much of it has been sent, from 0 to 1. */
  readonly sent: number
  /** What would be written, and which lines are wrong. */
  readonly checked: Imported | undefined
  readonly error: unknown
  readonly key: string
  readonly skipsWrong: boolean
  readonly canImport: boolean
  choose(file: File): void
  /** The column by which records are known that are there already; none: every line is a new record. */
  setKey(key: string): void
  setSkipsWrong(skips: boolean): void
  run(table: string, then: (imported: Imported) => void): void
}

interface State {
  readonly file?: File
  readonly key: string
  readonly stage: Import['stage']
  readonly sent: number
  readonly checked?: Imported
  readonly error?: unknown
}

const nothing: State = { key: '', stage: 'idle', sent: 0 }
/** Enough for the first line of any file that is meant for people. */
const beginningBytes = 64 * 1024

export function useImport(tableFor: (file: File) => string): Import {
  const [state, setState] = useState<State>(nothing)
  const [skipsWrong, setSkipsWrong] = useState(false)
  const asking = useRef<AbortController>(undefined)
  useEffect(() => () => asking.current?.abort(), [])

  /** One at a time: what is asked for anew makes the one before pointless. */
  async function send(file: File, table: string, key: string, stage: 'checking' | 'importing'): Promise<Imported | undefined> {
    asking.current?.abort()
    const own = new AbortController()
    asking.current = own
    const set = (part: Partial<State>) => !own.signal.aborted && setState((before) => ({ ...before, ...part }))
    setState(
      (before) =>
        ({ ...before, file, key, stage, sent: 0, error: undefined, ...(stage === 'checking' && { checked: undefined }) }) as State,
    ) // But for what is undefined.
    try {
      const facts = readFormat(file.name, await file.slice(0, beginningBytes).text())
      const query = {
        ...facts,
        ...(key !== '' && { key }),
        ...(stage === 'checking' ? { dryRun: 'true' as const } : skipsWrong && { wrong: 'skip' as const }),
      }
      const imported = await importFile({ table, file, query, signal: own.signal, onSent: (sent) => set({ sent }) })
      set({ stage: 'idle', ...(stage === 'checking' && { checked: imported }) })
      return imported
    } catch (error) {
      set({ stage: 'idle', error })
      return undefined
    }
  }

  const { file, checked, key } = state
  return {
    file,
    stage: state.stage,
    sent: state.sent,
    checked,
    error: state.error,
    key,
    skipsWrong,
    canImport: checked !== undefined && state.stage === 'idle' && checked.count > 0 && (checked.wrong === 0 || skipsWrong),
    choose: (next) => void send(next, tableFor(next), key, 'checking'),
    setKey: (next) => file !== undefined && void send(file, tableFor(file), next, 'checking'),
    setSkipsWrong,
    run: (table, then) =>
      file !== undefined && void send(file, table, key, 'importing').then((imported) => imported !== undefined && then(imported)),
  }
}
