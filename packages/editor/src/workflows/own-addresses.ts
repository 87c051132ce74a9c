import { type Change, isJsonObject, type Json, parseYaml } from '@millrace/engine'
import { addressPlace } from '../model/trigger-addresses.ts'

/**
 * What to change in a text so that its triggers listen at addresses of their own: two workflows never share one. `taken` has those in use,
 * without the server. What cannot be read stays as it is.
 */
export function ownAddresses(source: string, id: string, taken: ReadonlySet<string>): readonly Change[] {
  const { value } = parseYaml(source)
  const triggers = isJsonObject(value) ? value.triggers : undefined
  if (!isJsonObject(triggers)) return []
  return Object.entries(triggers).flatMap(([trigger, written]) => changeOf(trigger, written, id, taken))
}

function changeOf(trigger: string, written: Json, id: string, taken: ReadonlySet<string>): readonly Change[] {
  if (!isJsonObject(written) || typeof written.type !== 'string' || !isJsonObject(written.with)) return []
  const place = addressPlace(written.type)
  const address = place === undefined ? undefined : written.with[place.key]
  if (place === undefined || typeof address !== 'string' || !taken.has(place.prefix + address)) return []
  const value = place.key === 'path' ? `/${id.replaceAll('_', '-')}${address}` : id.replaceAll('-', '_')
  return [{ type: 'set', path: ['triggers', trigger, 'with', place.key], value }]
}
