import { durationText } from '../design/duration-text.ts'
import type { Badge } from '../model/overlay/overlay.ts'

/** What stands beside the status of a node: how long, how often. */
export function badgeText({ runs, durationMs, attempts }: Badge): string {
  const words = [
    runs > 1 && `${runs} ×`,
    attempts > 1 && runs <= 1 && `${attempts} attempts`,
    runs <= 1 && durationMs !== undefined && durationText(durationMs),
  ]
  return words.filter((word) => word !== false && word !== undefined).join(' · ')
}
