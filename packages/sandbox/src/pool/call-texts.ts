import type { RunnerProcess } from './runner-process.ts'

/** Which texts a call needs, and those of them that the runner has not had yet. */
export interface SentTexts {
  readonly code: number
  readonly modules?: number
  readonly texts: Readonly<Record<string, string>>
}

export interface CallTexts {
  sendTo(runner: RunnerProcess, call: { readonly code: string; readonly modules?: string }): SentTexts
  /** Whether a runner holds so much that it had better start anew. */
  areTooMany(runner: RunnerProcess): boolean
}

const maxCharactersHeld = 16 * 2 ** 20

interface Held {
  readonly numbers: Map<string, number>
  characters: number
}

/** A bundle of packages is megabytes: each runner gets it once, and then only its number. */
export function createCallTexts(): CallTexts {
  const runners = new WeakMap<RunnerProcess, Held>()

  function heldBy(runner: RunnerProcess): Held {
    const held = runners.get(runner) ?? { numbers: new Map(), characters: 0 }
    runners.set(runner, held)
    return held
  }

  return {
    sendTo(runner, { code, modules }) {
      const held = heldBy(runner)
      const texts: Record<string, string> = {}
      const numberOf = (text: string) => {
        const known = held.numbers.get(text)
        if (known !== undefined) return known
        const number = held.numbers.size + 1
        held.numbers.set(text, number)
        held.characters += text.length
        texts[number] = text
        return number
      }
      return { code: numberOf(code), ...(modules !== undefined && { modules: numberOf(modules) }), texts }
    },
    areTooMany: (runner) => heldBy(runner).characters > maxCharactersHeld,
  }
}
