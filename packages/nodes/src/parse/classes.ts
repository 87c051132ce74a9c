import { defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { openParse, parseFailures } from './parse-access.ts'
import { parseColumn } from './parse-plan.ts'
import { readClasses } from './read-classes.ts'

export const parseClasses = defineNode({
  type: 'parse.classes',
  title: 'List classes of Parse',
  icon: 'database',
  group: 'data',
  summary: 'Lists the classes of a Parse server: how many objects they have, and which table and columns they become.',
  docs: `Needs the master key. Classes that cannot be imported, such as sessions, come last, with \`isOffered: false\` and the reason in \`notes\`. With \`classes\` only those are listed, and one that is not there is an error.

Lead the list on to a \`for-each\` with [\`parse.import\`](parse.import.md).`,
  params: z.strictObject({
    connection: z.string().min(1).meta({ title: 'Connection', description: 'The Parse server' }),
    classes: z
      .array(z.string())
      .max(1_000)
      .default([])
      .meta({ title: 'Classes', description: 'Only these; all of them, when there are none' }),
  }),
  connections: ['parse'],
  effects: 'read',
  output: z.array(
    z.strictObject({
      class: z.string(),
      table: z.string().nullable(),
      records: z.int().nullable(),
      columns: z.array(parseColumn),
      notes: z.array(z.string()),
      isOffered: z.boolean(),
    }),
  ),
  errors: [...parseFailures, { code: 'PARSE_CLASS', when: 'a class that is named is not there, or cannot be imported' }],
  examples: [{ name: 'two of them', with: { connection: 'old_shop', classes: ['Order', '_User'] }, needs: 'a Parse server' }],
  async run(context) {
    const { connection, classes } = context.params
    // Made of JSON, but for what is left out.
    return done(jsonValue().parse(await readClasses(await openParse(connection, context), classes.length === 0 ? undefined : classes)))
  },
})
