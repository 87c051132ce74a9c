import { isJsonObject, type Json } from '@millrace/engine'

/**
 * What is not as it was wanted, one line each. Of a map only the keys that are named count, so that a test says what it is about; lists are
 * compared item by item, and must be as long.
 */
export function mismatches(wanted: Json, found: Json | undefined, place: string): readonly string[] {
  if (isJsonObject(wanted) && isJsonObject(found)) {
    return Object.entries(wanted).flatMap(([name, value]) =>
      mismatches(value, Object.hasOwn(found, name) ? found[name] : undefined, `${place}.${name}`),
    )
  }
  if (Array.isArray(wanted) && Array.isArray(found) && wanted.length === found.length) {
    return wanted.flatMap((value, index) => mismatches(value, found[index], `${place}[${index}]`))
  }
  return isSame(wanted, found) ? [] : [`${place} is ${shown(found)}, not ${shown(wanted)}`]
}

function isSame(wanted: Json, found: Json | undefined): boolean {
  return typeof wanted !== 'object' || wanted === null ? wanted === found : false
}

const longestShown = 300

export function shown(value: Json | undefined): string {
  if (value === undefined) return 'not there'
  const text = JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
