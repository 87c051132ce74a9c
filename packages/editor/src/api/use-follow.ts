import { useEffect, useRef } from 'react'
import { followPatiently } from './follow-patiently.ts'
import type { LiveMessage, LiveTopic } from './live.ts'
import { live } from './live-link.ts'

interface Followed {
  readonly topics: readonly LiveTopic[]
  /** Reads what is shown again. */
  read(): Promise<unknown>
  /** Told each thing at once, for what cannot wait until it is read. */
  hear?(message: LiveMessage): void
}

/** Reads what is shown again soon after something of the topics happens, and once when they are followed: what came before was told to nobody. */
export function useFollow(given: Followed): void {
  const current = useRef(given)
  current.current = given
  const topicsText = JSON.stringify(given.topics)
  useEffect(() => {
    const topics = JSON.parse(topicsText) as readonly LiveTopic[] // Written above.
    return followPatiently({
      follow(happen) {
        const hear = (message: LiveMessage) => {
          current.current.hear?.(message)
          happen()
        }
        const stops = topics.map((topic) => live.follow(topic, hear))
        return () => {
          for (const stop of stops) stop()
        }
      },
      read: () => current.current.read(),
      isSeen: () => !document.hidden,
      now: () => performance.now(),
      wait: (ms, then) => {
        const timer = setTimeout(then, ms)
        return () => clearTimeout(timer)
      },
    })
  }, [topicsText])
}
