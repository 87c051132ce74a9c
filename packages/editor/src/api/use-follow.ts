import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveTopic } from './live.ts'
import { live } from './live-link.ts'

/** However busy the server is, what is shown is read again at most so often. */
const readEveryMs = 1_000

/** Reads what was asked under this key again, soon after something of the topic happens. */
export function useFollow(topic: LiveTopic, key: QueryKey): void {
  const client = useQueryClient()
  const topicText = JSON.stringify(topic)
  const keyText = JSON.stringify(key)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      timer = undefined
      void client.invalidateQueries({ queryKey: JSON.parse(keyText) as QueryKey })
    }
    const stop = live.follow(JSON.parse(topicText) as LiveTopic, ({ type }) => {
      if (type !== 'subscribed') timer ??= setTimeout(read, readEveryMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [client, topicText, keyText])
}
