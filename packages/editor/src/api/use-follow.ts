import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followPatiently } from './follow-patiently.ts'
import type { LiveTopic } from './live.ts'
import { live } from './live-link.ts'

/** Reads what was asked under this key again, soon after something of the topic happens. */
export function useFollow(topic: LiveTopic, key: QueryKey): void {
  const client = useQueryClient()
  const topicText = JSON.stringify(topic)
  const keyText = JSON.stringify(key)
  useEffect(() => {
    const queryKey = JSON.parse(keyText) as QueryKey
    return followPatiently({
      follow: (hear) => live.follow(JSON.parse(topicText) as LiveTopic, ({ type }) => type !== 'subscribed' && hear()),
      read: () => client.invalidateQueries({ queryKey }),
      isSeen: () => !document.hidden,
      now: () => performance.now(),
      wait: (ms, then) => {
        const timer = setTimeout(then, ms)
        return () => clearTimeout(timer)
      },
    })
  }, [client, topicText, keyText])
}
