/** The id that a name asks for: `Orders of the shop` becomes `orders_of_the_shop`. */
export function idFor(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  return plain.slice(0, 60) || 'workflow'
}

/** The same, or with the first number that makes it one of its own. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  let number = 2
  while (taken.has(`${wanted}_${number}`)) number++
  return `${wanted}_${number}`
}

/** What is wrong with an id; undefined when nothing is. */
export function idMistake(id: string, taken: ReadonlySet<string>): string | undefined {
  if (id === '') return 'Give it an id: files, addresses and other workflows know it by that.'
  if (!/^[a-z]/.test(id)) return 'An id begins with a small letter from a to z.'
  if (!/^[a-z0-9_-]*$/.test(id)) return 'An id has small letters from a to z, digits, _ and - only.'
  if (id.length > 64) return 'An id has 64 characters at most.'
  if (taken.has(id)) return `There is a workflow ${id} already: choose another id.`
  return undefined
}

/** A workflow with one button and one step, to be drawn on. */
export function blankSource(id: string, name: string): string {
  return `id: ${id}
name: ${JSON.stringify(name)}

triggers:
  start: { type: manual }

nodes:
  hello:
    type: log
    with: { message: "Hello from {{ workflow.name }}" }
`
}
