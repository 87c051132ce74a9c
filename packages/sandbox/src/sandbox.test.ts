import { afterAll, expect, test } from 'vitest'
import { openTestSandbox } from './testing/test-sandbox.ts'

const sandbox = openTestSandbox()
const { call, failureOf } = sandbox
afterAll(() => sandbox.close())

test.each([
  ['what is returned', 'return input.a + 1', 2],
  ['null when nothing is returned', 'input.a + 1', null],
  ['after an await at the top', 'const x = await Promise.resolve(2); return x', 2],
  ['after a sleep', 'await sleep(5); return "awake"', 'awake'],
  [
    'timers in their order',
    'const seen = []; setTimeout(() => seen.push(2), 4); setTimeout(() => seen.push(1), 1); await sleep(9); return seen',
    [1, 2],
  ],
  ['a timer that was cleared', 'let ran = false; clearTimeout(setTimeout(() => { ran = true }, 1)); await sleep(4); return ran', false],
  ['a comment at the end', 'return 1 // one', 1],
  ['a date as its text', 'return { at: new Date(0) }', { at: '1970-01-01T00:00:00.000Z' }],
  ['what toJSON gives', 'return { toJSON: () => [1] }', [1]],
  ['lists with holes and maps without', 'return { list: [1, undefined, , 2], gone: undefined }', { list: [1, null, null, 2] }],
  [
    'names of prototypes as data',
    'return JSON.parse(\'{"__proto__": {"x": 1}, "constructor": 2}\')',
    JSON.parse('{"__proto__":{"x":1},"constructor":2}'),
  ],
  ['base64', 'return [btoa("hé"), atob(btoa("hé")), btoa(""), atob("aGk=")]', ['aOk=', 'hé', '', 'hi']],
  ['UTF-8', 'return [...new TextEncoder().encode("é€😀")].length + new TextDecoder().decode(new TextEncoder().encode("é€😀"))', '9é€😀'],
  [
    'a structured clone',
    'const a = { d: new Date(0), m: new Map([[1, {}]]), n: new Float64Array([1.5]) }; a.self = a; const b = structuredClone(a); return [b !== a, b.self === b, b.d.getTime(), b.m.get(1) !== a.m.get(1), b.n[0]]',
    [true, true, 0, true, 1.5],
  ],
  [
    'modern syntax',
    'class A { #x = 1; static { this.y = 2 } get x() { return this.#x ?? 0 } } const { x, ...rest } = { x: new A().x, z: A.y }; return [x, rest, Object.groupBy([1, 2], (n) => n % 2 ? "odd" : "even")]',
    [1, { z: 2 }, { odd: [1], even: [2] }],
  ],
  ['lone surrogates unharmed', 'return "\\ud800"', '\ud800'],
])('gives %s', async (_, code, output) => {
  expect((await call(code, { input: { a: 1 } })).output).toEqual(output)
})

test('names of the context are in scope, and code may shadow them', async () => {
  const context = { execution: { id: 'e1' }, step: 'one' }
  expect((await call('const step = 2; return [execution.id, step]', { context })).output).toEqual(['e1', 2])
})

test('modules run first and may define globals', async () => {
  const modules = 'var lodash = (() => ({ double: (x) => x * 2 }))()'
  for (const input of [1, 2]) expect((await call('return lodash.double(input)', { modules, input })).output).toBe(input * 2)
})

test('port chooses the output port', async () => {
  expect(await call("return port('rejected', { why: 1 })")).toMatchObject({ port: 'rejected', output: { why: 1 } })
  expect(await call('return 1')).not.toHaveProperty('port')
  expect((await failureOf("return port('../x')")).message).toContain('needs the name of a port')
})

test('console is captured with its level, and the object beside a text as data', async () => {
  const { logs } = await call(
    'console.log("a", 1, { b: 2 }); console.warn("slow", { ms: 9 }); console.error(new Error("no").message); console.debug([1])',
  )
  expect(logs.map(({ level, message, data }) => [level, message, data])).toEqual([
    ['info', 'a 1 {"b":2}', undefined],
    ['warn', 'slow', { ms: 9 }],
    ['error', 'no', undefined],
    ['debug', '[1]', undefined],
  ])
})

test('logs are bounded, and a failure brings those before it', async () => {
  const { logs } = await call('for (let i = 0; i < 5000; i++) console.log("x")')
  expect(logs).toHaveLength(1_001)
  expect(logs.at(-1)?.message).toBe('4000 further lines of console were left out')
  expect((await failureOf('console.log("before"); throw new Error("no")')).logs).toMatchObject([{ message: 'before' }])
})

test.each([
  ['an error', 'const a = 1\n  throw new TypeError("bad")', 'CODE_THREW', 'TypeError: bad', 2, 9],
  [
    'an error in a function that awaits',
    'async function f() {\n await 0\n null.x\n}\nawait f()',
    'CODE_THREW',
    'TypeError: Cannot read',
    3,
    7,
  ],
  [
    'an error in a timer',
    'setTimeout(() => {\n  nowhere()\n}, 1); await sleep(20)',
    'CODE_THREW',
    'ReferenceError: nowhere is not defined',
    2,
    3,
  ],
  ['a syntax error', 'let a\nlet 1b', 'CODE_SYNTAX', 'SyntaxError', 2, 5],
])('%s comes with its place', async (_, code, expected, message, line, column) => {
  const failure = await failureOf(code)
  expect(failure).toMatchObject({ code: expected, line, column })
  expect(failure.message).toContain(message)
  expect(failure.guestStack).not.toMatch(/millrace\.js|file:|runner/)
})

test.each([
  ['NaN', 'return { a: [NaN] }', 'the output.a[0] is NaN'],
  ['Infinity', 'return -Infinity', 'the output is -Infinity'],
  ['a function', 'return { f() {} }', 'the output.f is a function'],
  ['a BigInt', 'return 1n', 'the output is a BigInt'],
  ['a symbol', 'return Symbol("x")', 'the output is a symbol'],
  ['a circle', 'const a = {}; a.b = { a }; return a', 'contains itself, or is nested'],
  ['a Map', 'return new Map()', 'Object.fromEntries'],
  ['a promise inside', 'return { p: sleep(1) }', 'await it'],
  ['bytes', 'return new Uint8Array(1)', 'is binary'],
  ['an error', 'return [new Error("x")]', 'the output[0] is an error'],
  ['an invalid date', 'return new Date(NaN)', 'invalid date'],
])('%s is refused as output, with its place', async (_, code, message) => {
  const failure = await failureOf(code)
  expect(failure.code).toBe('CODE_OUTPUT')
  expect(failure.message).toContain(message)
})

test('the same object twice is no circle', async () => {
  expect((await call('const a = { x: 1 }; return [a, a]')).output).toEqual([{ x: 1 }, { x: 1 }])
})

test('a call may be canceled while it runs and while it waits', async () => {
  const [running, waiting] = [new AbortController(), new AbortController()]
  const others = [1, 2].map(() => failureOf('for (;;);', { account: 'busy', timeoutMs: 300 }))
  const first = failureOf('for (;;);', { account: 'busy', signal: waiting.signal })
  waiting.abort()
  expect((await first).code).toBe('CODE_CANCELED')
  await Promise.all(others)
  const second = failureOf('await sleep(60_000)', { signal: running.signal })
  await call('return 1', { account: 'meanwhile' })
  running.abort()
  expect((await second).code).toBe('CODE_CANCELED')
  expect((await failureOf('return 1', { signal: AbortSignal.abort() })).code).toBe('CODE_CANCELED')
})

test('what is too large does not pass', async () => {
  expect((await failureOf('return 1', { input: 'x'.repeat(17 * 2 ** 20) })).code).toBe('CODE_TOO_LARGE')
  expect((await failureOf(`return ${JSON.stringify('x'.repeat(5 * 2 ** 20))}`)).code).toBe('CODE_TOO_LARGE')
  await expect(call('return 1', { memoryMb: 100_000 })).rejects.toThrow(RangeError)
  await expect(call('return 1', { timeoutMs: 0 })).rejects.toThrow(RangeError)
})

test('two megabytes go in and out', async () => {
  const input = Array.from({ length: 10_000 }, (_, index) => ({ index, text: 'ü'.repeat(100) }))
  expect((await call('return input', { input, memoryMb: 128 })).output).toEqual(input)
})

test('an account keeps its process, and gets another after the number of calls that it may serve', async () => {
  const own = openTestSandbox({ pool: { maxRuns: 3, size: 1 } })
  const pids: unknown[] = []
  for (let run = 0; run < 4; run++) {
    await own.call('return 1')
    pids.push(own.runners().find(({ account }) => account === 'one')?.pid)
  }
  expect(pids[1]).toBe(pids[0])
  expect(pids[2]).not.toBe(pids[0])
  await own.close()
  expect((await own.failureOf('return 1').catch((error) => error)).code).toBe('SANDBOX_CLOSED')
})

test('a call that runs when the sandbox closes says so', async () => {
  const own = openTestSandbox()
  await own.call('return 1')
  const running = own.failureOf('for (;;);')
  await own.close()
  expect((await running).code).toBe('SANDBOX_CLOSED')
  expect(own.runners()).toEqual([])
})
