import type { Command, Option, Options } from './command.ts'
import { usageLine } from './parse-arguments.ts'

const indent = '  '

/** The help of one command. */
export function commandHelp(command: Command): string {
  const parts = [command.summary, `Usage: ${usageLine(command)}`]
  if (command.details !== undefined) parts.push(command.details)
  if (command.arguments.length > 0)
    parts.push(
      section(
        'Arguments',
        command.arguments.map(({ name, about }) => [name, about]),
      ),
    )
  parts.push(section('Options', optionRows(command.options)))
  parts.push(
    section(
      'Examples',
      command.examples.map(({ line, about }) => [`millrace ${line}`, about]),
    ),
  )
  return `${parts.join('\n\n')}\n`
}

/** The list of all commands, or of those under one noun. */
export function overview(commands: readonly Command[], heading: string): string {
  return `${[
    heading,
    section(
      'Commands',
      commands.map((command) => [command.name, command.summary]),
    ),
    'millrace COMMAND --help tells more of each.',
  ].join('\n\n')}\n`
}

export function optionRows(options: Options): readonly (readonly [string, string])[] {
  const rows = Object.entries(options).map(([name, option]): [string, string] => [optionWord(name, option), optionAbout(option)])
  return [...rows, ['--help, -h', 'Shows this help.']]
}

function optionWord(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `, -${option.short}`
  return option.type === 'flag' ? `--${name}${short}` : `--${name}${short} ${option.value}`
}

function optionAbout(option: Option): string {
  if (option.type === 'flag') return option.about
  const notes = [
    ...(option.choices === undefined ? [] : [`One of ${option.choices.join(', ')}.`]),
    ...(option.type === 'texts' ? ['May stand several times.'] : []),
    ...(option.fallback === undefined ? [] : [`Left out: ${option.fallback}.`]),
  ]
  return [option.about, ...notes].join(' ')
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  const lines = rows.map(([left, right]) =>
    width > 40 ? `${indent}${left}\n${indent}${indent}${right}` : `${indent}${left.padEnd(width)}${indent}${right}`,
  )
  return `${title}:\n${lines.join('\n')}`
}
