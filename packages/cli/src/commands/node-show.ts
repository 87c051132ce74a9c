import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const nodeShow = defineCommand({
  name: 'node show',
  summary: 'Shows what a node type does, its parameters and examples.',
  arguments: [{ name: 'TYPE', about: 'The node type, such as http.request.' }],
  options: { json: { type: 'flag', about: 'Prints one JSON document, with the JSON Schema of the parameters.' } },
  examples: [{ line: 'node show http.request', about: 'How to call a URL.' }],
  async run({ args: [type = ''], values, host }) {
    const { showNode } = await import('../nodes/show-node.ts')
    host.out.write(showNode(type, values.json ? 'json' : 'text'))
    return exitCode.ok
  },
})
