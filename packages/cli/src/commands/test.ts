import { defineCommand } from '../command/command.ts'

export const test = defineCommand({
  name: 'test',
  summary: 'Fires triggers as test files say, and compares what comes of it.',
  details: `The tests of orders.yaml are in orders.test.yaml beside it: what comes to which trigger, and which steps, result and answer are wanted.
Each runs in a Millrace of its own, in memory. Nothing outside is reached: what such a step gives is said by the test (docs/testing.md).
Of a directory, every test file under it is run. Exit code 0 when all have passed, 1 when not.`,
  arguments: [{ name: 'FILE', about: 'A test file, or a directory; where you are, when left out.', isOptional: true, isRepeated: true }],
  options: { json: { type: 'flag', about: 'Prints one JSON document, for tools.' } },
  examples: [
    { line: 'test workflows', about: 'Runs every test file under the directory.' },
    { line: 'test orders.test.yaml --json', about: 'Tells a CI job.' },
  ],
  async run({ args, values, host }) {
    const [{ runTestFiles }, { tellFile, tellTests }] = await Promise.all([
      import('../test-file/run-test-files.ts'),
      import('../test-file/tell-tests.ts'),
    ])
    const outcomes = await runTestFiles(args, host, (outcome) => (values.json ? undefined : tellFile(outcome, host)))
    return tellTests(outcomes, host, values.json ? 'json' : 'text')
  },
})
