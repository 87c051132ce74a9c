// Attack tests 1 to 7 and 12: code that stays in its isolate. Test 8 is about Python, which runs elsewhere.

import { afterAll, expect, test } from 'vitest'
import { SandboxError } from './sandbox-error.ts'
import { openTestSandbox } from './testing/test-sandbox.ts'

const sandbox = openTestSandbox()
const { call, failureOf } = sandbox
afterAll(() => sandbox.close())

/** What must not be found, however one gets at it. */
const outside = '[typeof process, typeof require, typeof module, typeof fetch, typeof Buffer, typeof WebAssembly].join()'
const nothing = 'undefined,undefined,undefined,undefined,undefined,undefined'

test.each([
  ['dots', 'this.constructor.constructor'],
  ['brackets', "[]['constructor']['constructor']"],
  ['a computed name', "(0)['con' + 'structor']['const' + 'ructor']"],
  ['a template literal', '``[`constructor`][`constructor`]'],
  ['optional chaining', 'globalThis?.constructor?.constructor'],
  ['destructuring', '(({ constructor: { constructor } }) => constructor)({})'],
  ['an async function', '(async () => {}).constructor'],
  ['a generator', '(function* () {}).constructor'],
  ['an async generator', '(async function* () {}).constructor'],
  ['a helper', 'console.log.constructor'],
  ['what a helper gives', 'sleep(0).constructor.constructor'],
  ['a port', "port('x').constructor.constructor"],
  ['the input', 'input.constructor.constructor'],
  ['a class field', '(class { static made = Function }).made'],
  ['a tag', '(strings => strings.raw.constructor.constructor)``'],
  ['Reflect', "Reflect.get(Reflect.getPrototypeOf(() => 0), 'constructor')"],
  ['an error', '(() => { try { null.x } catch (error) { return error.constructor.constructor } })()'],
  ['a bound function', 'Function.prototype.bind.call(Function)'],
])('1: a constructor reached by %s makes functions of the isolate and nothing else', async (_, chain) => {
  const { output } = await call(
    `const make = ${chain}; const made = make('return ${outside}')(); const first = made.next ? made.next() : made
     const settled = await first; return typeof settled === 'object' ? settled.value : settled`,
    { input: {} },
  )
  expect(output).toBe(nothing)
})

test.each([
  ['eval', `return (0, eval)("${outside}")`],
  ['import()', `try { await import('node:fs'); return 'imported' } catch { return '${nothing}' }`],
  ['import of data', `try { await import('data:text/javascript,1'); return 'imported' } catch { return '${nothing}' }`],
  ['leaving the function', `}); globalThis.found = ${outside}; (async function () { return found`],
])('2: %s finds nothing', async (_, code) => {
  const outcome = await call(code).catch((error: unknown) => error)
  if (outcome instanceof Error) expect(outcome).toBeInstanceOf(SandboxError)
  else expect(outcome).toHaveProperty('output', nothing)
})

test.each([
  ['JSON.stringify', 'JSON.stringify = () => "[1"; return { ok: 1 }'],
  ['JSON', 'globalThis.JSON = { parse: () => process, stringify: () => "}" }; return { ok: 1 }'],
  ['Array.prototype.map', 'Array.prototype.map = () => { throw 1 }; return { ok: 1 }'],
  ['toJSON', 'Object.prototype.toJSON = () => ({ ok: 1 }); return { ok: 1 }'],
  ['Object.keys', 'Object.keys = () => ["evil"]; return { ok: 1 }'],
  ['Reflect.apply', 'Reflect.apply = () => 7; return { ok: 1 }'],
  ['Symbol.iterator', 'Array.prototype[Symbol.iterator] = () => { throw 1 }; return { ok: 1 }'],
  ['Promise.prototype.then', 'Promise.prototype.then = (f) => f({ evil: 1 }); return { ok: 1 }'],
  ['a setter of indexes', 'Object.defineProperty(Array.prototype, 0, { set() {} }); return { ok: 1 }'],
  ['the class of promises', 'globalThis.Promise = class {}; return { ok: 1 }'],
])('3: replacing %s changes nothing outside, and nothing of the next call', async (_, code) => {
  const outcome = await call(code, { timeoutMs: 1_000 }).catch((error: unknown) => error)
  if (outcome instanceof Error) expect(outcome).toBeInstanceOf(SandboxError)
  else expect(outcome).toHaveProperty('output', { ok: 1 })
  expect((await call('return [1, 2].map((x) => JSON.stringify(x))')).output).toEqual(['1', '2'])
})

test.each([
  ['null', 'throw null', 'null'],
  ['a proxy that throws when looked at', 'throw new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } })', 'cannot be shown'],
  [
    'an error whose parts are traps',
    'const e = new Error(); Object.defineProperty(e, "message", { get() { throw 1 } }); throw e',
    'cannot be shown',
  ],
  ['an object with a text that is none', 'throw { toString: 1, toJSON: 2 }', '{'],
  ['a function', 'throw () => process', '() => process'],
  ['a symbol', 'throw Symbol("x")', 'Symbol(x)'],
])('4: throwing %s gives an error of texts', async (_, code, message) => {
  const failure = await failureOf(code)
  expect(failure.code).toBe('CODE_THREW')
  expect(failure.message).toContain(message)
})

test('4: prepareStackTrace sees frames of the isolate only', async () => {
  const { output } = await call(`
    let frames = []
    Error.prepareStackTrace = (_, given) => { frames = given; return '' }
    new Error().stack
    const things = frames.flatMap((frame) => [frame.getThis?.(), frame.getFunction?.()]).filter(Boolean)
    return things.map((thing) => { try { return thing.constructor.constructor('return ${outside}')() } catch (e) { return '${nothing}' } })`)
  for (const found of output as readonly string[]) expect(found).toBe(nothing)
})

test('4: arguments.callee.caller, species and async generators lead nowhere', async () => {
  const { output } = await call(`
    const caller = (function () { try { return arguments.callee.caller?.caller?.caller } catch { return undefined } })()
    class Odd extends Array { static get [Symbol.species]() { return Object } }
    const odd = Odd.from([1]).map((x) => x)
    const given = []
    for await (const one of (async function* () { yield (await 0, 1) })()) given.push(one)
    return [typeof caller?.constructor?.('return process'), typeof odd, given.length].slice(1)`)
  expect(output).toEqual(['object', 1])
})

test('5: WebAssembly, shared memory and Atomics are absent', async () => {
  const { output } = await call('return [typeof WebAssembly, typeof SharedArrayBuffer, typeof Atomics, typeof Worker, typeof ShadowRealm]')
  expect(output).toEqual(['undefined', 'undefined', 'undefined', 'undefined', 'undefined'])
})

/** Whatever V8 does with a bomb: the call fails in its time, says so, and the next call is answered. */
const bombs: readonly (readonly [string, string, readonly string[]])[] = [
  ['an endless loop', 'for (;;);', ['CODE_TIMEOUT']],
  [
    'endless microtasks',
    'const again = () => Promise.resolve().then(again); again(); await new Promise(() => {})',
    ['CODE_TIMEOUT', 'CODE_MEMORY'],
  ],
  ['endless awaiting', 'for (;;) await 0', ['CODE_TIMEOUT']],
  ['endless timers', 'for (;;) await sleep(1)', ['CODE_TIMEOUT']],
  ['a promise that nobody settles', 'await new Promise(() => {})', ['CODE_STUCK']],
  ['a regular expression bomb', 'return /^(a+)+$/.test("a".repeat(40) + "b")', ['CODE_TIMEOUT']],
  ['deep recursion', 'const deep = () => deep() + 1; deep()', ['CODE_THREW', 'CODE_CRASHED']],
  ['arrays without end', 'const x = []; for (;;) x.push(new Array(1000).fill(1.5))', ['CODE_MEMORY', 'CODE_CRASHED']],
  [
    'one array of a thousand million',
    'return new Array(1e9).fill(0).length',
    ['CODE_MEMORY', 'CODE_CRASHED', 'CODE_TIMEOUT', 'CODE_THREW'],
  ],
  [
    'texts of 2 GB',
    'const x = []; for (;;) x.push(("x".repeat(5e8) + Math.random()).split("").length)',
    ['CODE_MEMORY', 'CODE_CRASHED', 'CODE_TIMEOUT', 'CODE_THREW'],
  ],
  ['buffers of 2 GB', 'const x = []; for (;;) x.push(new Uint8Array(2e8).fill(1))', ['CODE_THREW', 'CODE_MEMORY', 'CODE_CRASHED']],
  ['an output of 100 MB', 'return "x".repeat(1e8)', ['CODE_MEMORY', 'CODE_CRASHED', 'CODE_TIMEOUT']],
  ['an output of 10,000 levels', 'let x = []; for (let i = 0; i < 1e4; i++) x = [x]; return x', ['CODE_OUTPUT']],
]

test.each(bombs)('7: %s ends in its limits, and another account is answered all the while', async (_, code, codes) => {
  // What must run out of memory gets the time to do so on a busy machine.
  const attack = failureOf(code, { account: 'attacker', ...(codes.includes('CODE_TIMEOUT') && { timeoutMs: 250 }) })
  let isOver = false
  void attack.finally(() => {
    isOver = true
  })
  do {
    expect((await call('return input * 2', { account: 'victim', input: 21 })).output).toBe(42)
  } while (!isOver)
  expect(codes).toContain((await attack).code)
})

test('7: as many attackers as there are places do not keep another account from its turn', async () => {
  const end = new AbortController()
  const ended: string[] = []
  const attack = async (account: string) => ended.push((await failureOf('for (;;);', { account, signal: end.signal })).code)
  const attacks = ['a', 'b', 'a', 'b'].map(attack)
  await call('return 1', { account: 'victim' })
  expect(ended).toEqual([])
  end.abort()
  await Promise.all(attacks)
  expect(ended).toEqual(attacks.map(() => 'CODE_CANCELED'))
})

test('12: nothing is left for the next call, not even of the same account', async () => {
  await call('globalThis.mark = 1; Array.prototype.mark = 1; Object.prototype.mark = 1; console.mark = 1; setTimeout(() => {}, 1e6)')
  const found = 'return [typeof mark, typeof [].mark, typeof ({}).mark, typeof console.mark].join()'
  expect((await call(found)).output).toBe('undefined,undefined,undefined,undefined')
  expect((await call(found, { account: 'other' })).output).toBe('undefined,undefined,undefined,undefined')
})
