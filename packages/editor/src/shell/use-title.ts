import { useEffect } from 'react'

const hearers = new Set<(title: string) => void>()

/** Names the tab of the browser after what it shows. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Millrace`
    for (const hear of hearers) hear(title)
    return () => {
      document.title = 'Millrace'
    }
  }, [title])
}

export function onTitle(hear: (title: string) => void): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}
