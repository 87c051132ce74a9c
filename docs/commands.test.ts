import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findCommand } from '../packages/cli/src/command/find-command.ts'
import { parseArguments } from '../packages/cli/src/command/parse-arguments.ts'
import { commandNames, loadCommand } from '../packages/cli/src/command-list.ts'

const root = new URL('../', import.meta.url)
const pages = ['*.md', 'docs/**/*.md', 'examples/**/*.md', 'packages/*/README.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] }),
)

/** What stands in blocks for a shell, one whole command after the other. */
function shellLines(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block ?? '')
  return blocks.flatMap((block) => block.replaceAll('\\\n', ' ').match(/(?:'[^']*'|"[^"]*"|#[^\n]*|[^\n'"#])+/g) ?? [])
}

/** The words of a command up to a comment, a pipe or the next command, without their quotes. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.match(/^(?:'[^']*'|"[^"]*"|(?<=\S)#|[^'"#|;<>&])*/) ?? []
  return (command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) => word.replaceAll(/['"]/g, ''))
}

/** What is wrong with one command, as the command line would say it. */
async function mistakeOf(line: string): Promise<string | undefined> {
  const [, , ...words] = wordsOf(line)
  if (words[0]?.startsWith('--')) return undefined
  try {
    const found = findCommand(words, commandNames, () => undefined)
    if (found.type === 'command') parseArguments(await loadCommand(found.name), found.words, () => undefined)
    return undefined
  } catch (error) {
    return `${line}: ${String(error)}`
  }
}

const shell = pages.map((page) => ({ page, lines: shellLines(readFileSync(new URL(page, root), 'utf8')) }))

test('every command that a page gives to copy is one that there is, with its options', async () => {
  const commands = shell.flatMap(({ lines }) => lines.flatMap((line) => line.split(/(?=\bnpx millrace )/)))
  const asked = commands.filter((line) => line.startsWith('npx millrace '))
  expect(asked.length).toBeGreaterThan(150)
  expect((await Promise.all(asked.map(mistakeOf))).filter((mistake) => mistake !== undefined)).toEqual([])
})

test('a shell in a checkout finds each of them: docs/cli.md alone gives them without npx', () => {
  const bare = shell.filter(({ page }) => page !== 'docs/cli.md').flatMap(({ lines }) => lines)
  expect(bare.filter((line) => /^(?:\w+=\S+ )*millrace /.test(line))).toEqual([])
})
