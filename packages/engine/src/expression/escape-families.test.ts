import { describe, expect, test } from 'vitest'
import { ExpressionError } from './expression-error.ts'
import { compileTemplate, evaluateTemplate } from './template.ts'
import { failureOf, refuses, run, scope } from './testing/hostile-expressions.ts'
import { scopeOf } from './testing/scope-of.ts'

// The ways out of expression languages that products have been attacked with. Each must fail as an expression, and
// whatever needs no data to be recognised must fail before it runs.

describe('attack 1: constructor chains', () => {
  refuses('with a dot', [
    'constructor.constructor("return process")()',
    '"".constructor.constructor("return process")()',
    '[].constructor.constructor("return process")()',
    '({}).constructor',
    '(1).constructor.constructor("return 1")()',
    '/a/.constructor',
    'trigger.body.items.map.constructor("return process")()',
    'Math.max.constructor',
    'Object.constructor',
    'new Date(0).constructor',
    'trigger.body.text["at"].constructor',
  ])
  refuses('in brackets', [
    '""["constructor"]',
    "''['constructor']['constructor']('return process')()",
    '[]["__proto__"]',
    '({})["prototype"]',
    '""["c\\u006fnstructor"]',
    '""["\\x63onstructor"]',
  ])
  refuses('with escaped names', ['"".c\\u006fnstructor', '"".\\u{63}onstructor', '({}).__pr\\u006fto__'])
  refuses('in template literals', ['""[`constructor`]', '[][`__proto__`]', '``.constructor', '`$' + '{"".constructor}`'])
  refuses('with optional chaining', [
    '""?.constructor',
    '""?.["constructor"]',
    '[]?.[`constructor`]?.constructor',
    '"".at?.constructor',
    '""?.constructor?.("return process")',
  ])
  refuses('by destructuring', [
    '[1].map(({ constructor }) => constructor)',
    '[1].map(({ constructor: c }) => c("return process")())',
    '[1].map(({ ["constructor"]: c }) => c)',
    '[1].map(({ "__proto__": p }) => p)',
    '[1].map(({ a: { constructor: c } = {} }) => c)',
    '[1].reduce((all, { prototype }) => prototype, 0)',
  ])
  describe('computed when it runs', () => {
    test.each([
      '""["con" + "structor"]',
      '[][`const$' + '{"ructor"}`]',
      '({})[trigger.body.key]',
      '({})[trigger.body.keys[0]]',
      '""[["constructor"][0]]',
      '""["rotcurtsnoc".split("").reverse().join("")]',
      '({})[String.fromCharCode(99, 111, 110, 115, 116, 114, 117, 99, 116, 111, 114)]',
      '({ [trigger.body.keys[0]]: 1 })',
      '({})?.[trigger.body.key]?.[trigger.body.key]("return process")()',
      '({})[JSON.parse("\\"constructor\\"")]',
      '({})[decodeURIComponent("%63onstructor")]',
      'trigger.body.key in {} ? 1 : ({})[trigger.body.key]',
    ])('%s', (expression) => {
      expect(failureOf(expression)).toMatch(/^EXPRESSION_(NOT_ALLOWED|SYNTAX)$/)
    })
    test('an array is no key, however it would read as text', () => {
      expect(failureOf('({})[["constructor"]]')).toBe('EXPRESSION_WRONG_TYPE')
      expect(failureOf('({})[{ toString: 1 }]')).toBe('EXPRESSION_WRONG_TYPE')
    })
  })
})

describe('attack 2: classes, getters and replacing what checks', () => {
  refuses('classes and functions', [
    'class { static x = 1 }',
    '(class { constructor() { return process } })',
    '(class extends Array {})',
    'function () { return this }',
    '(function () { return this })()',
    '(() => this)()',
    '(() => { return 1 })()',
    '(x => x)(1)',
    '[1].map(function (x) { return x })',
    '[1].map(x => { return x })',
    '[1].map(async x => x)',
    '[1].map(function* (x) { yield x })',
    '[1].map(x => y => x)',
    '[x => x]',
    '({ f: x => x })',
    '[1].map(x => x, y => y)',
    'new Function("return 1")()',
    'Function("return process")()',
    'eval("1")',
    'new (class {})()',
  ])
  refuses('getters, setters and methods in literals', [
    '({ get a() { return 1 } }).a',
    '({ set a(x) {} })',
    '({ toString() { return "x" } }) + ""',
    '({ async a() {} })',
    '({ *a() {} })',
    '({ [Symbol.toPrimitive]: 1 })',
  ])
  refuses('assignment and deletion', [
    'trigger.body = 1',
    'trigger.body.text ??= "x"',
    '[trigger.body] = [1]',
    'trigger.body.id++',
    '--trigger.body.id',
    'delete trigger.body',
    '[1].map((x, i, all) => all[0] = 2)',
    'trigger.body.items.push(3)',
    'Object.prototype.polluted = 1',
    'Object.defineProperty({}, "a", {})',
    'Object.setPrototypeOf({}, null)',
    'Array.prototype.map = 1',
  ])
})

describe('attack 3: built-ins that somebody replaces', () => {
  refuses('reaching built-ins as values', [
    'Object',
    'Math',
    'JSON.stringify',
    'Array.prototype',
    'Array.prototype.map',
    'Symbol.iterator',
    'Promise',
    '[Math.max]',
    'Reflect.get({}, "a")',
    'new Proxy({}, {})',
    'globalThis.JSON',
    'Object.getPrototypeOf([])',
  ])
  test('methods do not change the data they are called on', () => {
    const items = Object.freeze([3, 1, 2])
    const frozen = scopeOf({ items })
    const source = '{{ [items.sort(), items.reverse(), items.toSpliced(0, 1), items.with(0, 9), Object.assign(items, [7]), items] }}'
    expect(evaluateTemplate(compileTemplate(source).template, frozen)).toEqual([
      [1, 2, 3],
      [2, 1, 3],
      [1, 2],
      [9, 1, 2],
      { 0: 7, 1: 1, 2: 2 },
      [3, 1, 2],
    ])
  })
  test('a callback cannot change what is being gone through', () => {
    expect(run('{{ trigger.body.items.map((x, i, all) => [...all, x].length) }}')).toEqual([3, 3])
  })
})

describe('attack 4: leaks of host objects', () => {
  refuses('names of the host', [
    'this',
    'this.constructor',
    'arguments',
    'arguments.callee.caller',
    '[1].map(x => arguments)',
    'globalThis',
    'window',
    'process.env',
    'process.mainModule.require("fs")',
    'require("child_process")',
    'module.exports',
    'import("fs")',
    'import.meta.url',
    'new.target',
    'super.x',
    'Error.prepareStackTrace',
    'new Error("x").stack',
    'Symbol("x")',
    'Symbol.for("x")',
    'setTimeout("1")',
    'fetch("http://example.test")',
    'console.log(1)',
  ])
  refuses('functions of functions', [
    'Math.max.call(null, 1)',
    'Math.max.apply(null, [1])',
    '"".at.bind("x")',
    '[].map.call("ab", x => x)',
    'Object.entries.name',
  ])
  refuses('tagged templates', ['String.raw`x`', 'Object`x`', '"".at`0`', '[].map`$' + '{1}`', '(x => x)`1`'])
  test('a method is no value', () => {
    expect(failureOf('trigger.body.items.map')).toBe('EXPRESSION_WRONG_TYPE')
    expect(failureOf('trigger.body.text["replace"]')).toBe('EXPRESSION_WRONG_TYPE')
    expect(run('{{ [({}).toString, ({}).valueOf, ({}).hasOwnProperty, (1).toFixed] }}')).toEqual([null, null, null, null])
  })
  test('the species of an array is never asked for', () => {
    const items = Object.assign([1, [2]], { constructor: { [Symbol.species]: () => expect.fail('asked') } })
    const own = scopeOf({ items: items as never })
    const source =
      '{{ [items.map(x => x), items.filter(x => x), items.slice(), items.concat(1), items.flat(), items.toSorted()].map(x => x.length) }}'
    expect(evaluateTemplate(compileTemplate(source).template, own)).toEqual([2, 2, 2, 3, 2, 2])
  })
  test('errors carry no data, for data may be secret', () => {
    const failing = [
      'JSON.parse(secrets.KEY)',
      'secrets.KEY.at.x',
      'secrets.KEY.toFixed(1)',
      '({})[[secrets.KEY]]',
      'decodeURIComponent("%" + secrets.KEY)',
      '"x".repeat(-1) + secrets.KEY',
      'secrets.KEY.normalize(secrets.KEY)',
      'null[secrets.KEY]',
      'secrets.KEY in secrets.KEY',
      'secrets.hunter',
    ]
    for (const expression of failing) {
      const { template } = compileTemplate(`{{ ${expression} }}`)
      expect(() => evaluateTemplate(template, scope), expression).toThrow(ExpressionError)
      expect(() => evaluateTemplate(template, scope), expression).not.toThrow(/hunter2/)
    }
  })
})

refuses('attack 5: shared memory and WebAssembly', [
  'new WebAssembly.Memory({ initial: 1 })',
  'WebAssembly.compile("x")',
  'new SharedArrayBuffer(1)',
  'Atomics.wait([], 0, 0)',
  'new Uint8Array(1e9)',
  'new Array(1e9)',
  'new Map()',
  'new WeakRef({})',
])

describe('attack 14: names that are not there', () => {
  test.each(['proces', 'trigger2', 'hasOwnProperty', 'toString', 'undefinedName', 'valueOf'])('%s is unknown', (name) => {
    expect(failureOf(name)).toBe('EXPRESSION_UNKNOWN_NAME')
  })
  refuses('hidden or removed functions', [
    'escape("x")',
    'unescape("x")',
    'Date.now()',
    'Math.random()',
    'new Date()',
    'Object.freeze({})',
    '"x".anchor("y")',
    '"x".__defineGetter__("a", 1)',
    '[].__lookupGetter__("a")',
  ])
})
