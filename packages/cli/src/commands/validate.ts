import { defineCommand } from '../command/command.ts'

export const validate = defineCommand({
  name: 'validate',
  summary: 'Checks workflow files and tells every mistake.',
  details:
    'Of a directory, every file under it that looks like a workflow is checked. Exit code 0 when there are no errors, 1 when there are.',
  arguments: [{ name: 'FILE', about: 'A workflow file, or a directory.', isRepeated: true }],
  options: { json: { type: 'flag', about: 'Prints one JSON document, for tools.' } },
  examples: [
    { line: 'validate workflows', about: 'Checks every workflow under the directory.' },
    { line: 'validate orders.yaml --json', about: 'Tells an editor or a CI job.' },
  ],
  async run({ args, values, host }) {
    const [{ validateFiles }, { tellValidation }] = await Promise.all([
      import('../validate/validate-files.ts'),
      import('../validate/tell-validation.ts'),
    ])
    return tellValidation(await validateFiles(args, host), host, values.json ? 'json' : 'text')
  },
})
