import { parseArgs } from 'node:util'
import { type CliError, usageError } from '../cli-error.ts'
import type { Argument, Command, GivenOption, Option, Options, Values } from './command.ts'

export interface ParsedArguments {
  readonly args: readonly string[]
  readonly values: Values<Options>
  /** In the order of the line. */
  readonly given: readonly GivenOption[]
  readonly wantsHelp: boolean
}

/** Finds the nearest of the known words; handed in, because only a wrong line needs it. */
type Nearest = (word: string, known: readonly string[]) => string | undefined

const help: Option = { type: 'flag', about: 'Shows this help.', short: 'h' }

/** Reads the words after a command's name. Throws a usage error that names what is wrong. */
export function parseArguments(command: Command, words: readonly string[], nearest: Nearest): ParsedArguments {
  const options: Options = { ...command.options, help }
  const values: Record<string, boolean | string | string[] | undefined> = {}
  for (const [name, { type }] of Object.entries(options)) values[name] = type === 'flag' ? false : type === 'texts' ? [] : undefined
  const args: string[] = []
  const given: GivenOption[] = []
  for (const token of parseArgs({ args: [...words], options: toNode(options), strict: false, tokens: true }).tokens) {
    if (token.kind === 'positional') args.push(token.value)
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (option === undefined) throw unknownOption(command, token.rawName, Object.keys(options), nearest)
    const value = optionValue(command, token, option)
    if (option.type === 'texts') (values[token.name] as string[]).push(value as string)
    else values[token.name] = value
    if (typeof value === 'string') given.push({ name: token.name, value })
  }
  const wantsHelp = values.help === true
  if (!wantsHelp) checkCount(command, args)
  return { args, values: values as Values<Options>, given, wantsHelp }
}

function toNode(options: Options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [
      name,
      { type: type === 'flag' ? ('boolean' as const) : ('string' as const), ...(short !== undefined && { short }) },
    ]),
  )
}

function optionValue(
  command: Command,
  token: { readonly rawName: string; readonly value?: string | undefined },
  option: Option,
): boolean | string {
  if (option.type === 'flag') {
    if (token.value === undefined) return true
    throw wrong(command, `${token.rawName} takes no value: leave out "=${token.value}".`)
  }
  if (token.value === undefined) throw wrong(command, `${token.rawName} needs a value: ${token.rawName} ${option.value}.`)
  if (option.choices !== undefined && !option.choices.includes(token.value)) {
    throw wrong(command, `${token.rawName} is one of ${option.choices.join(', ')}, not "${token.value}".`)
  }
  return token.value
}

function unknownOption(command: Command, word: string, known: readonly string[], nearest: Nearest): CliError {
  const near = nearest(word.replace(/^-+/, ''), known)
  return wrong(command, `There is no option ${word}${near === undefined ? '' : `; did you mean --${near}?`}`)
}

function checkCount(command: Command, args: readonly string[]): void {
  const expected = command.arguments
  const missing = expected.find(({ isOptional }, index) => !isOptional && args.length <= index)
  if (missing !== undefined) throw wrong(command, `${missing.name} is missing: ${lowerFirst(missing.about)}`)
  const surplus = expected.some(({ isRepeated }) => isRepeated) ? undefined : args[expected.length]
  if (surplus !== undefined) throw wrong(command, `"${surplus}" is one argument too many.`)
}

function wrong(command: Command, message: string): CliError {
  return usageError(`${message}\n\nUsage: ${usageLine(command)}\nMore: millrace ${command.name} --help`)
}

export function usageLine({ name, arguments: expected, options }: Command): string {
  const words = expected.map(argumentWord)
  return ['millrace', name, ...words, ...(Object.keys(options).length > 0 ? ['[options]'] : [])].join(' ')
}

function argumentWord({ name, isOptional, isRepeated }: Argument): string {
  const word = isRepeated ? `${name}…` : name
  return isOptional ? `[${word}]` : word
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
