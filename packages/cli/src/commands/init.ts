import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CliError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const init = defineCommand({
  name: 'init',
  summary: 'Writes a first workflow that runs as it is.',
  arguments: [{ name: 'DIR', about: 'Where to put it; left out: ./workflows.', isOptional: true }],
  options: {},
  examples: [{ line: 'init', about: 'Writes workflows/hello.yaml.' }],
  async run({ args: [directory = 'workflows'], host }) {
    const { firstWorkflow } = await import('../init/first-workflow.ts')
    const file = join(directory, 'hello.yaml')
    const path = resolve(host.directory, file)
    await mkdir(resolve(host.directory, directory), { recursive: true })
    try {
      await writeFile(path, firstWorkflow, { flag: 'wx' })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EEXIST') throw new CliError(`${file} exists already: it was left as it is.`)
      throw error
    }
    host.out.write(`Wrote ${file}.\n\nRun it:    millrace run ${file} --data '{"name":"Ada"}'\nServe it:  millrace start ${directory}\n`)
    return exitCode.ok
  },
})
