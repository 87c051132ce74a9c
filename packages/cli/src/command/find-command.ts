import { type CliError, usageError } from '../cli-error.ts'

export type FoundCommand =
  | { readonly type: 'command'; readonly name: string; readonly words: readonly string[] }
  /** A noun alone, or with --help: all its verbs are meant. */
  | { readonly type: 'group'; readonly noun: string; readonly words: readonly string[] }

type Nearest = (word: string, known: readonly string[]) => string | undefined

/** Which command the words begin with. Throws a usage error that names the nearest one. */
export function findCommand(words: readonly string[], names: readonly string[], nearest: Nearest): FoundCommand {
  const [first = '', second] = words
  if (names.includes(first)) return { type: 'command', name: first, words: words.slice(1) }
  const verbs = names.filter((name) => name.startsWith(`${first} `)).map((name) => name.slice(first.length + 1))
  if (verbs.length === 0) throw unknown(first, [...new Set(names.map((name) => name.split(' ')[0] ?? name))], '', nearest)
  if (second === undefined || second.startsWith('-')) return { type: 'group', noun: first, words: words.slice(1) }
  if (!verbs.includes(second)) throw unknown(second, verbs, `${first} `, nearest)
  return { type: 'command', name: `${first} ${second}`, words: words.slice(2) }
}

function unknown(word: string, known: readonly string[], before: string, nearest: Nearest): CliError {
  const near = nearest(word, known) ?? known.find((name) => word.length > 1 && name.startsWith(word))
  const hint = near === undefined ? `There are ${known.join(', ')}.` : `Did you mean "millrace ${before}${near}"?`
  return usageError(`There is no command "millrace ${before}${word}". ${hint}\n\nMore: millrace --help`)
}
