import { describe, expect, test } from 'vitest'
import { parseArguments } from './command/parse-arguments.ts'
import { commandNames, loadCommand } from './command-list.ts'

describe.each(commandNames)('the command %s', (name) => {
  test('is loaded by its own name', async () => {
    expect((await loadCommand(name)).name).toBe(name)
  })

  test('has a summary, an example, and help for every option', async () => {
    const { summary, examples, options } = await loadCommand(name)
    expect(summary).toMatch(/^[A-Z].*\.$/)
    expect(examples.length).toBeGreaterThan(0)
    for (const [option, { about }] of Object.entries(options)) expect(about, option).toMatch(/^[A-Z].*\.$/)
  })

  test('has examples that its own parser accepts', async () => {
    const command = await loadCommand(name)
    for (const { line } of command.examples) {
      expect(line.startsWith(name), line).toBe(true)
      // As a shell would part them; what follows a pipe or a redirection is not ours.
      const words = (line.slice(name.length).split(/ [|<>] /)[0] ?? '').match(/'[^']*'|\S+/g) ?? []
      expect(() => parseArguments(command, words, () => undefined), line).not.toThrow()
    }
  })

  test('has one-letter options that are its own', async () => {
    const letters = Object.values((await loadCommand(name)).options).flatMap(({ short }) => (short === undefined ? [] : [short]))
    expect(new Set(letters).size).toBe(letters.length)
    expect(letters).not.toContain('h')
  })
})
