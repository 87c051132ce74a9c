import { isJsonObject, type Json } from '@millrace/engine'
import { control, defineNode, done, FatalError, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import { type CodeMistake, mistakeInCode, withoutTypes } from './read-code.ts'

const portName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*$/, { error: 'cannot name a port: begin with a letter, then lower-case letters, digits, "_" and "-"' })
  .refine((name) => name !== 'error' && name !== 'timeout', { error: 'is a port that every node has already' })

const longestMs = 5 * 60_000

export const codeJavascript = defineNode({
  type: 'code.javascript',
  title: 'JavaScript',
  icon: 'code',
  group: 'code',
  summary: 'Runs your own JavaScript or TypeScript, shut off from everything else.',
  docs: `The code is the body of an async function: \`await\` and \`return\` may stand at the top, and what is returned is the output; nothing returned gives \`null\`. It sees \`input\`, and \`execution\` with \`id\`, \`workflow\` and \`step\`. What it writes to \`console\` stands in the step's log.

It is called **once** for all that comes in: for a list write \`return input.map(item => …)\`. That is a hundred times faster than a \`for-each\` with one call per item.

The text is taken as it is written: \`{{ }}\` means nothing in it, so data can never become code. Hand values over in \`input\`, secrets too: \`input: { orders: "{{ input }}", key: "{{ secrets.KEY }}" }\`.

With \`ports\`, \`return port('rejected', value)\` leaves by that port; a plain \`return\` leaves by the first.

With \`language: typescript\` the types are taken out before it runs; they are not checked. Publishing refuses what is no program. \`enum\`, \`namespace\` and other things that are more than types are refused.

With \`packages: [date-fns]\` the code finds npm packages under \`packages\`: \`const { format } = packages['date-fns']\`. The operator allows them by name in \`MILLRACE_CODE_PACKAGES\` and installs them into the folder \`packages\` of the data directory. They are bundled when the workflow is published and belong to that version: a later upgrade does not change it.

Code runs in a sandbox, without network, files or modules of Node, and with limits of time and memory. [What it has and what shuts it off](../sandbox.md). A step whose code depends on the clock or on chance gives something else when it is run again.`,
  params: z.strictObject({
    code: z
      .string()
      .min(1)
      .max(256 * 1024)
      .meta({ title: 'Code', description: 'The body of an async function' }),
    input: jsonValue()
      .optional()
      .meta({
        title: 'Input',
        description: 'What the code sees as `input`; what came in, when left out',
        ...control('expression'),
        ...folded,
      }),
    language: z
      .enum(['javascript', 'typescript'])
      .default('javascript')
      .meta({ title: 'Language', description: 'Whether there are types to take out' }),
    ports: z
      .array(portName)
      .min(1)
      .max(20)
      .default(['success'])
      .meta({ title: 'Ports', description: 'Those that the code may leave by, the usual one first' }),
    packages: z
      .array(z.string().regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, { error: 'is not the name of an npm package' }))
      .max(20)
      .default([])
      .meta({ title: 'Packages', description: 'npm packages that the operator allows, read as `packages.<name>`', ...folded }),
    timeout: durationText()
      .refine((text) => durationMs(text) > 0 && durationMs(text) <= longestMs, { error: 'must be more than nothing and at most 5m' })
      .default('10s')
      .meta({ title: 'Time limit', description: 'After it the code is ended, at most `5m`', ...folded }),
    memory: z
      .int()
      .min(16)
      .max(512)
      .default(128)
      .meta({ title: 'Memory limit', description: 'In MiB', ...folded }),
  }),
  literalParams: ['code', 'ports', 'packages'],
  ports: { from: ['ports'], otherwise: ['success'] },
  effects: 'read',
  errors: [
    { code: 'CODE_SYNTAX', when: 'the text is not a program; `details` has line and column. A retry does not help.' },
    { code: 'CODE_THREW', when: 'the code threw; `details` has line, column and what was logged.' },
    { code: 'CODE_PORT', when: 'the code leaves by a port that is not among `ports`.' },
    { code: 'PACKAGE_MISSING', when: 'its packages were not bundled when it was published.' },
    { code: 'CODE_OUTPUT', when: 'what it returned is not JSON.' },
    { code: 'CODE_TIMEOUT', when: 'it took longer than `timeout`.' },
    { code: 'CODE_STUCK', when: 'it awaits what can never happen.' },
    { code: 'CODE_MEMORY', when: 'it used more than `memory`.' },
    { code: 'CODE_CRASHED', when: 'it broke its process. A retry may help.' },
    { code: 'CODE_TOO_LARGE', when: 'code or input are too large.' },
    { code: 'SANDBOX_UNAVAILABLE', when: 'code cannot run on this machine: see `millrace doctor`.' },
  ],
  examples: [
    {
      name: 'totals',
      with: { code: 'return input.lines.map((line) => ({ ...line, total: line.price * line.amount }))' },
      input: { lines: [{ price: 2, amount: 3 }] },
      needs: 'the sandbox',
      output: [{ price: 2, amount: 3, total: 6 }],
    },
    {
      name: 'two ways out, in TypeScript',
      with: {
        language: 'typescript',
        ports: ['accepted', 'rejected'],
        code: "const total: number = input.total\nif (total > 100) return port('rejected', { reason: 'too large' })\nreturn { total }",
      },
      input: { total: 7 },
      needs: 'the sandbox',
      output: { total: 7 },
    },
  ],
  check: ({ code, language }) => {
    // Types are taken out at publication, by a reader that is too large to load for a check.
    const isJavascript = language === undefined || language === 'javascript'
    const mistake = typeof code === 'string' && isJavascript ? mistakeInCode(code) : undefined
    return mistake === undefined ? [] : [{ path: ['code'], message: `is no JavaScript: ${sentence(mistake)}` }]
  },
  async prepare({ code, language, packages }, workshop) {
    if (language === 'typescript' && typeof code === 'string') await programOf(code, language)
    return Array.isArray(packages) && packages.length > 0 ? { modules: await workshop.bundle(packages.map(String)) } : undefined
  },
  async run({ params, input, guest, execution, log, prepared }) {
    const { code, language, ports, timeout, memory } = params
    const { output, port, logs } = await guest.run({
      code: await programOf(code, language),
      ...(params.packages.length > 0 && { modules: modulesIn(await prepared()) }),
      input: params.input === undefined ? input : params.input,
      timeoutMs: durationMs(timeout),
      memoryMb: memory,
      context: { execution: { id: execution.id, workflow: execution.workflowId, step: execution.step } },
    })
    for (const { level, message, data } of logs) log(level, message, data)
    if (port !== undefined && !ports.includes(port)) {
      throw new FatalError(`The code leaves by the port "${port}", which is not among its ports: ${ports.join(', ')}. Add it to "ports".`, {
        code: 'CODE_PORT',
      })
    }
    return done(output, port ?? ports[0])
  },
})

/** The JavaScript of it; throws `CODE_SYNTAX` where it is no program. */
async function programOf(code: string, language: 'javascript' | 'typescript'): Promise<string> {
  const text = language === 'typescript' ? await withoutTypes(code) : code
  if (typeof text !== 'string') throw syntaxError(text)
  const mistake = mistakeInCode(text)
  if (mistake !== undefined) throw syntaxError(mistake)
  return text
}

function modulesIn(prepared: Json | undefined): string {
  if (isJsonObject(prepared) && typeof prepared.modules === 'string') return prepared.modules
  throw new FatalError('The packages of this version were not bundled: publish the workflow again.', { code: 'PACKAGE_MISSING' })
}

function sentence({ message, line, column }: CodeMistake): string {
  return `${message}, line ${line}, column ${column}.`
}

function syntaxError(mistake: CodeMistake): FatalError {
  const { line, column } = mistake
  return new FatalError(`The code is not a program: ${sentence(mistake)}`, { code: 'CODE_SYNTAX', details: { line, column } })
}
