import { defineCommand } from '../command/command.ts'

export const importN8n = defineCommand({
  name: 'import n8n',
  summary: 'Converts a workflow exported from n8n, and lists what needs hand work.',
  details: `The workflow file goes to standard output, or where --to says; the list goes to standard error. Nothing of the export is run.
What could not be converted fails when it is reached, never silently. Exit code 0 when there is a file, also when hand work is left;
1 when FILE is no n8n workflow. docs/importing.md says what is converted and how.`,
  arguments: [{ name: 'FILE', about: 'The exported JSON, or - for standard input.' }],
  options: {
    to: { type: 'text', value: 'FILE', about: 'Where to write the workflow file; one that exists is left as it is.' },
    force: { type: 'flag', about: 'Writes over the file that --to names.' },
    json: { type: 'flag', about: 'Prints one JSON document with id, yaml and notes, for tools.' },
  },
  examples: [
    { line: 'import n8n orders.json', about: 'Shows the workflow file and what is left to do.' },
    { line: 'import n8n orders.json --to workflows/orders.yaml', about: 'Writes it beside the others.' },
  ],
  async run({ args: [file = ''], values, host }) {
    const { importFile } = await import('../import/import-file.ts')
    return importFile({ file, to: values.to, mode: values.force ? 'replace' : 'create', format: values.json ? 'json' : 'text' }, host)
  },
})
