// What must hold, each as a check that throws when it does not: run against the sound sandbox, and against those with a seeded hole.

import { strict as assert } from 'node:assert'
import { kernelFacts } from '../report/kernel-facts.ts'
import type { SandboxParts } from '../sandbox.ts'
import { openTestSandbox, type TestSandbox } from './test-sandbox.ts'

/** Opens a sandbox, with what the check needs on top of what was planted. */
export type Open = (parts?: SandboxParts) => TestSandbox

export type Check = (open: Open) => Promise<void>

async function using(sandbox: TestSandbox, use: (sandbox: TestSandbox) => Promise<void>): Promise<void> {
  try {
    await use(sandbox)
  } finally {
    await sandbox.close()
  }
}

/** A sandbox whose runner is what an attacker would make of it. */
function withHostileRunner(answer: string): SandboxParts {
  const hostile = `
    import fs from 'node:fs'
    const frame = (head, body = '') => {
      const bytes = Buffer.alloc(8 + head.length + body.length)
      bytes.writeUInt32LE(head.length, 0); bytes.writeUInt32LE(body.length, 4); bytes.write(head + body, 8)
      fs.writeSync(1, bytes)
    }
    frame('{"id":0,"status":"done","logs":[]}')
    fs.readSync(0, Buffer.alloc(65536))
    ${answer}
    fs.readSync(0, Buffer.alloc(65536))`
  return { host: { alterFile: (name, text) => (name === 'runner.mjs' ? hostile : text) } }
}

const hostileAnswers = {
  'no JSON': `frame('hello')`,
  'an answer to another call': `frame('{"id":77,"status":"done","logs":[]}', '1')`,
  'an unknown status': `frame('{"id":1,"status":"root","logs":[]}', '1')`,
  'logs that are none': `frame('{"id":1,"status":"done","logs":{"length":1}}', '1')`,
  'a port that is a path': `frame('{"id":1,"status":"done","logs":[],"port":"../../etc"}', '1')`,
  'an output of 100,000 levels': `frame('{"id":1,"status":"done","logs":[]}', '['.repeat(100000) + ']'.repeat(100000))`,
  'an output that is no JSON': `frame('{"id":1,"status":"done","logs":[]}', '{')`,
}

export const checks = {
  'the environment is empty': (open) =>
    using(open(), async ({ jailed }) => {
      const names = (await jailed('print(Object.keys(process.env))')) as readonly string[]
      assert.deepEqual(
        names.filter((name) => name !== 'PWD'),
        [],
      )
    }),

  'no descriptor leads outside': (open) =>
    using(open(), async ({ jailed }) => {
      const found = await jailed(`
        const descriptors = Array.from({ length: 60 }, (_, index) => index + 3).filter((fd) => {
          try { const stat = fs.fstatSync(fd); return stat.isFile() || stat.isSocket() || stat.isDirectory() } catch { return false }
        })
        print(descriptors)`)
      assert.deepEqual(found, [])
    }),

  'Node itself denies files': (open) =>
    using(open(), async ({ jailed }) => {
      const refused = await jailed(`print(refusal(() => fs.readFileSync(process.execPath)))`, { hasPermissions: true })
      assert.equal(refused, 'ERR_ACCESS_DENIED')
    }),

  'each account has runners of its own': (open) =>
    using(open(), async ({ call, runners }) => {
      await call('return 1', { account: 'one' })
      const ofOne = runners().filter(({ account }) => account === 'one')
      await call('return 1', { account: 'two' })
      const ofTwo = runners().filter(({ account }) => account === 'two')
      assert.ok(ofOne.length > 0 && ofTwo.length > 0)
      for (const { pid } of ofOne) assert.ok(!ofTwo.some((other) => other.pid === pid), `process ${pid} served two accounts`)
    }),

  'an endless loop ends in time': (open) =>
    using(open(), async ({ call, failureOf }) => {
      await call('return 1')
      const timer = Promise.withResolvers<never>()
      const timeout = setTimeout(() => timer.reject(new Error('It still runs after 10 s')), 10_000)
      const failure = await Promise.race([failureOf('for (;;);', { timeoutMs: 100 }), timer.promise]).finally(() => clearTimeout(timeout))
      assert.equal(failure.code, 'CODE_TIMEOUT')
    }),

  'a runner that lies is not believed': async (open) => {
    for (const [lie, answer] of Object.entries(hostileAnswers)) {
      await using(open(withHostileRunner(answer)), async ({ failureOf }) => {
        assert.equal((await failureOf('return 1', { timeoutMs: 10_000 })).code, 'CODE_CRASHED', lie)
      })
    }
  },

  'a runner that floods its error output is ended': (open) =>
    using(open(withHostileRunner(`for (;;) fs.writeSync(2, Buffer.alloc(65536))`)), async ({ failureOf }) => {
      assert.match((await failureOf('return 1', { timeoutMs: 10_000 })).message, /floods/)
    }),

  'a frame beyond the limit is refused at its first bytes': (open) =>
    using(open(withHostileRunner(`fs.writeSync(1, Buffer.from([0, 0, 0, 0, 255, 255, 255, 127]))`)), async ({ failureOf }) => {
      assert.equal((await failureOf('return 1', { timeoutMs: 10_000 })).code, 'CODE_CRASHED')
    }),

  'nothing is left of the call before': (open) =>
    using(open(), async ({ call }) => {
      await call('globalThis.left = 1; Array.prototype.left = 1; Object.prototype.left = 1; return 1')
      for (let run = 0; run < 3; run++) {
        const { output } = await call('return [typeof left, typeof [].left, typeof ({}).left]')
        assert.deepEqual(output, ['undefined', 'undefined', 'undefined'])
      }
    }),

  'a runner has a user of its own': (open) =>
    using(open(), async (sandbox) => assert.notEqual((await factsOf(sandbox)).user, process.getuid?.())),

  'a runner has namespaces of its own': (open) =>
    using(open(), async (sandbox) => {
      const { ownNamespaces } = await factsOf(sandbox)
      for (const kind of ['user', 'pid', 'net', 'mnt', 'ipc']) assert.ok(ownNamespaces.includes(kind), kind)
    }),

  'system calls are filtered': (open) => using(open(), async (sandbox) => assert.ok((await factsOf(sandbox)).hasSeccomp)),

  'no file can grow': (open) => using(open(), async (sandbox) => assert.equal((await factsOf(sandbox)).limits['Max file size'], '0')),
} satisfies Readonly<Record<string, Check>>

export type CheckName = keyof typeof checks

async function factsOf({ call, runners }: TestSandbox) {
  await call('return 1')
  const pid = runners().find(({ account }) => account === 'one')?.pid
  const facts = pid === undefined ? undefined : kernelFacts(pid)
  assert.ok(facts, 'The kernel says nothing of the runner')
  return facts
}

/** Puts what was planted and what the check needs together. */
export function opening(planted: SandboxParts): Open {
  return (parts = {}) => {
    const alterFiles = [planted.host?.alterFile, parts.host?.alterFile].filter((alter) => alter !== undefined)
    const alterFile = (name: string, text: string) => alterFiles.reduce((altered, alter) => alter(name, altered), text)
    return openTestSandbox({ ...planted, ...parts, host: { ...planted.host, ...parts.host, alterFile } })
  }
}
