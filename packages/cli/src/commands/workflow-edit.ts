import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'

export const workflowEdit = defineCommand({
  name: 'workflow edit',
  summary: 'Changes values in a workflow file and leaves the rest of its text alone.',
  details: `Comments, order, quoting and blank lines stay. Changes are made in the order given, all or none.
A PATH leads to a value: keys with dots between, indexes of lists in brackets, other keys in brackets and quotes, as in nodes.each.with.items[0]
or nodes.call.with.headers["x.y"]. What changes is printed; problems of the result are told, but do not keep it from being written.
Exit code 0 when the result is a valid workflow, 1 when it is not, or when nothing could be changed.`,
  arguments: [{ name: 'FILE', about: 'The workflow file.' }],
  options: {
    set: { type: 'texts', value: 'PATH=VALUE', about: 'Gives a value, which is JSON or else a text; missing maps above it are made.' },
    delete: { type: 'texts', value: 'PATH', about: 'Takes a key or an item away.' },
    rename: { type: 'texts', value: 'PATH=KEY', about: 'Gives a key another name, at its place.' },
    'dry-run': { type: 'flag', about: 'Prints the whole result and writes nothing.' },
  },
  examples: [
    { line: 'workflow edit orders.yaml --set nodes.charge.timeout=10s --delete nodes.charge.retry', about: 'Two changes at once.' },
    {
      line: `workflow edit orders.yaml --set 'nodes.hi={"type": "log"}' --dry-run`,
      about: 'Shows what the file would be with a new node.',
    },
  ],
  async run({ args: [file = ''], values, given, host }) {
    const [{ parseChange }, { editFile }] = await Promise.all([import('../edit/parse-change.ts'), import('../edit/edit-file.ts')])
    const changes = given.flatMap(({ name, value }) => parseChange(name, value))
    if (changes.length === 0) throw usageError('There is nothing to change: give --set, --delete or --rename.')
    return editFile({ file, changes, mode: values['dry-run'] ? 'print' : 'write' }, host)
  },
})
