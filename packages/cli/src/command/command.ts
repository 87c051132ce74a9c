import type { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

/** A command says here all there is to know of it: parsing, help and docs/cli.md are derived from this one value. */
export interface Command {
  /** One word, or noun and verb: `run`, `execution list`. */
  readonly name: string
  /** One sentence. */
  readonly summary: string
  /** More, for its own help. */
  readonly details?: string
  readonly arguments: readonly Argument[]
  readonly options: Options
  readonly examples: readonly CommandExample[]
  run(invocation: Invocation<Options>): Promise<ExitCode>
}

export interface Argument {
  /** As help shows it: `FILE`. */
  readonly name: string
  readonly about: string
  readonly isOptional?: true
  /** May stand several times; only the last argument can. */
  readonly isRepeated?: true
}

export type Options = Readonly<Record<string, Option>>

export type Option =
  | { readonly type: 'flag'; readonly about: string; readonly short?: string }
  | {
      readonly type: 'text' | 'texts'
      readonly about: string
      /** What help calls the value: `ID`. */
      readonly value: string
      readonly choices?: readonly string[]
      /** Where the value comes from when the option is not given, as help shows it. */
      readonly fallback?: string
      readonly short?: string
    }

export interface CommandExample {
  readonly about: string
  /** Without the leading `millrace`. */
  readonly line: string
}

export interface Invocation<O extends Options> {
  readonly args: readonly string[]
  readonly values: Values<O>
  /** The options that take a value, in the order given: to commands where order matters. */
  readonly given: readonly GivenOption[]
  readonly host: Host
}

export interface GivenOption {
  readonly name: string
  readonly value: string
}

export type Values<O extends Options> = {
  readonly [Name in keyof O]: O[Name]['type'] extends 'flag'
    ? boolean
    : O[Name]['type'] extends 'texts'
      ? readonly string[]
      : string | undefined
}

interface Definition<O extends Options> extends Omit<Command, 'options' | 'run'> {
  readonly options: O
  run(invocation: Invocation<O>): Promise<ExitCode>
}

export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  // Parsing goes by the same `options`, so the values have the type that they say.
  return definition as unknown as Command
}
