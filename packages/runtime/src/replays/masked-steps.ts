import { isJsonObject, type Json, type ReplayPrefix } from '@millrace/engine'
import { mask } from '../secrets/text-mask.ts'

/** The steps whose outputs hold a mask in place of a secret. What reads them sees the mask, as what followed them did not. */
export function maskedSteps({ events }: Pick<ReplayPrefix, 'events'>): readonly string[] {
  const masked = new Set<string>()
  for (const event of events) {
    if (event.type === 'step-succeeded' && event.taken?.given !== true && holdsMask(event.output)) masked.add(event.step)
    else if (event.type === 'signal-received' && holdsMask(event.data)) masked.add(event.step)
    else if (event.type === 'step-waiting' && event.wait.type === 'time' && holdsMask(event.wait.output)) masked.add(event.step)
  }
  return [...masked]
}

function holdsMask(value: Json): boolean {
  if (typeof value === 'string') return value.includes(mask)
  if (isJsonObject(value)) return Object.entries(value).some(([key, inner]) => key.includes(mask) || holdsMask(inner))
  return Array.isArray(value) && value.some(holdsMask)
}
