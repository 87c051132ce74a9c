import { useLocation } from 'react-router'

/** The list that one came from, with its filters. */
export function useBackTo(): string {
  const from: unknown = useLocation().state?.from
  return `/executions${typeof from === 'string' ? from : ''}`
}
