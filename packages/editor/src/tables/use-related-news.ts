import { useEffect, useRef } from 'react'
import { live } from '../api/live-link.ts'
import type { RecordNews } from '../model/tables/shown-records.ts'

/** Many changes at once are read together. */
const readEveryMs = 200

interface Related {
  readonly table: string
  readonly id: string
  readonly column: string
  /** The table that it leads to, and the records of it that are shown. */
  readonly target: string
  readonly shown: readonly string[]
}

/** Says when others have changed what a relation of a record holds, or the records that are shown of it. */
export function useRelatedNews({ table, id, column, target, shown }: Related, readAgain: () => void): void {
  const latest = useRef({ shown, readAgain })
  latest.current = { shown, readAgain }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      timer = undefined
      latest.current.readAgain()
    }
    const followed = (name: string, isMeant: (news: RecordNews) => boolean) =>
      live.follow({ table: name }, (message) => {
        if (message.type === 'record' && isMeant(message as unknown as RecordNews)) timer ??= setTimeout(read, readEveryMs) // As docs/api.md has it.
      })
    const stops = [
      followed(table, ({ record, relations, isCut }) => record.id === id && (isCut === true || relations?.[column] !== undefined)),
      followed(target, ({ record }) => latest.current.shown.includes(record.id)),
    ]
    return () => {
      for (const stop of stops) stop()
      clearTimeout(timer)
    }
  }, [table, id, column, target])
}
