import { useEffect } from 'react'

/** Names the tab of the browser after what it shows. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Millrace`
    return () => {
      document.title = 'Millrace'
    }
  }, [title])
}
