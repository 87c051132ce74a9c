import { CliError } from './cli-error.ts'
import { findCommand } from './command/find-command.ts'
import { commandHelp, overview } from './command/help-text.ts'
import { parseArguments } from './command/parse-arguments.ts'
import { commandNames, loadCommand, loadCommands } from './command-list.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { type Host, processHost } from './host.ts'
import { printable } from './output/printable.ts'
import { readVersion } from './version.ts'

/** The whole program: runs the command that the words ask for and ends the process with its exit code. */
export async function main(words: readonly string[], host: Host = processHost()): Promise<never> {
  const code = await runWords(words, host)
  // Output to a pipe may still be on its way.
  await host.out.flushed()
  await host.err.flushed()
  return host.exit(code)
}

async function runWords(words: readonly string[], host: Host): Promise<ExitCode> {
  try {
    return await dispatch(words, host)
  } catch (error) {
    host.err.write(`${printable(messageOf(error, host))}\n`)
    return error instanceof CliError ? error.exitCode : exitCode.failed
  }
}

async function dispatch(words: readonly string[], host: Host): Promise<ExitCode> {
  const [first] = words
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return tellOverview(words, host)
  if (first === '--version' || first === '-V') {
    host.out.write(`millrace ${readVersion()}\n`)
    return exitCode.ok
  }
  const { nearestWord } = first.startsWith('-') || !isKnown(words) ? await import('@millrace/engine') : { nearestWord: () => undefined }
  const found = findCommand(words, commandNames, nearestWord)
  if (found.type === 'group') return tellGroup(found.noun, found.words, host)
  const command = await loadCommand(found.name)
  const { args, values, given, wantsHelp } = await parse(command, found.words)
  if (wantsHelp) {
    host.out.write(commandHelp(command))
    return exitCode.ok
  }
  return command.run({ args, values, given, host })
}

function isKnown([first = '', second = '']: readonly string[]): boolean {
  const names: readonly string[] = commandNames
  return names.includes(first) || names.includes(`${first} ${second}`)
}

/** The engine, which finds near words, is loaded only for a line that is wrong. */
async function parse(command: Parameters<typeof parseArguments>[0], words: readonly string[]) {
  try {
    return parseArguments(command, words, () => undefined)
  } catch {
    const { nearestWord } = await import('@millrace/engine')
    return parseArguments(command, words, nearestWord)
  }
}

/** `millrace` alone is answered with help, but as a usage error: a script that lost its arguments must notice. */
async function tellOverview([first, ...rest]: readonly string[], host: Host): Promise<ExitCode> {
  if (first === 'help' && rest.length > 0) return dispatch([...rest, '--help'], host)
  const text = overview(await loadCommands(), 'Millrace runs workflows, durably.\n\nUsage: millrace COMMAND')
  if (first === undefined) host.err.write(text)
  else host.out.write(text)
  return first === undefined ? exitCode.usage : exitCode.ok
}

async function tellGroup(noun: string, words: readonly string[], host: Host): Promise<ExitCode> {
  const isAsked = words.includes('--help') || words.includes('-h')
  const commands = await loadCommands(commandNames.filter((name) => name.startsWith(`${noun} `)))
  const text = overview(commands, `Usage: millrace ${noun} COMMAND`)
  if (isAsked) host.out.write(text)
  else host.err.write(text)
  return isAsked ? exitCode.ok : exitCode.usage
}

/** Errors with a code, ours and the system's, say what is wrong; the stack of any other is what a report of it needs. */
function messageOf(error: unknown, { environment }: Host): string {
  if (!(error instanceof Error)) return String(error)
  const isOurs = error instanceof CliError || ('code' in error && !String(error.code).startsWith('ERR_'))
  return isOurs && !environment.MILLRACE_DEBUG ? `millrace: ${error.message}` : (error.stack ?? error.message)
}
