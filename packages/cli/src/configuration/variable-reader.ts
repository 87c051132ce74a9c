import { readFileSync } from 'node:fs'

/** A value with where it came from, so that messages can say what to change. */
export interface Setting<T> {
  readonly value: T
  /** `--port`, `MILLRACE_PORT`, `MILLRACE_PORT_FILE` or `default`. */
  readonly origin: string
}

/** Reads variables of the environment, each with its `_FILE` variant, and gathers what is wrong with them. */
export interface VariableReader {
  /** Undefined when neither is set, or set to nothing. */
  text(variable: string): Setting<string> | undefined
  /** Names without `_FILE` of all variables that begin with `prefix`. */
  names(prefix: string): readonly string[]
  refuse(origin: string, reason: string): void
  readonly mistakes: readonly string[]
}

const fileSuffix = '_FILE'

export function createVariableReader(environment: NodeJS.Dict<string>): VariableReader {
  const mistakes: string[] = []

  function text(variable: string): Setting<string> | undefined {
    const value = environment[variable]
    if (value) return { value, origin: variable }
    const fileVariable = variable + fileSuffix
    const path = environment[fileVariable]
    if (!path) return undefined
    try {
      return { value: readFileSync(path, 'utf8').replace(/\r?\n$/, ''), origin: fileVariable }
    } catch (error) {
      mistakes.push(`${fileVariable} names the file ${path}, which cannot be read (${reasonOf(error)}).`)
      return undefined
    }
  }

  return {
    text,
    names(prefix) {
      const set = Object.keys(environment).filter((name) => name.startsWith(prefix) && environment[name])
      return [...new Set(set.map((name) => (name.endsWith(fileSuffix) ? name.slice(0, -fileSuffix.length) : name)))]
    },
    refuse: (origin, reason) => void mistakes.push(`${origin} ${reason}`),
    mistakes,
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
