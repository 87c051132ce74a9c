import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { ExpressionError } from './expression-error.ts'
import { compileTemplate, evaluateForHistory, evaluateTemplate } from './template.ts'
import { scopeOf } from './testing/scope-of.ts'

const scope = scopeOf({
  trigger: { body: { total: 12.5, name: 'Ada', tags: ['a', 'b'], none: null, at: '2026-11-21T08:00:00Z' } },
  nodes: { charge: { output: { id: 'ch_1' }, status: 'success' }, send_mail: { status: 'skipped' } },
  secrets: { API_KEY: 's3cret' },
  waiting: { approve: { url: 'https://x.test/w/t0ken', token: 't0ken' } },
  item: null,
})

function evaluate(source: Json): Json {
  return evaluateTemplate(compileTemplate(source).template, scope)
}

function errorOf(source: Json): ExpressionError {
  try {
    evaluate(source)
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
  throw new Error('It gave a value')
}

describe('values', () => {
  test.each<[string, Json, Json]>([
    ['one whole expression keeps its type', '{{ trigger.body.total }}', 12.5],
    ['an object keeps its type', '{{ trigger.body.tags }}', ['a', 'b']],
    ['space outside the braces makes it text', ' {{ trigger.body.total }}', ' 12.5'],
    ['space inside the braces does not matter', '{{trigger.body.total\n}}', 12.5],
    ['text beside it makes it text', 'Total {{ trigger.body.total }} EUR', 'Total 12.5 EUR'],
    ['several expressions', '{{ trigger.body.name }}{{ trigger.body.total }}', 'Ada12.5'],
    ['null and undefined are empty in text', '[{{ trigger.body.none }}{{ trigger.body.missing }}]', '[]'],
    ['truth is text in text', 'is {{ trigger.body.total > 10 }}', 'is true'],
    ['arrays and objects are JSON in text', 'tags {{ trigger.body.tags }} {{ { a: 1 } }}', 'tags ["a","b"] {"a":1}'],
    ['dates are ISO text', '{{ new Date(trigger.body.at) }}', '2026-11-21T08:00:00.000Z'],
    ['dates are ISO text in text', 'at {{ new Date(trigger.body.at) }}', 'at 2026-11-21T08:00:00.000Z'],
    ['nothing at all becomes null', '{{ trigger.body.missing }}', null],
    ['nothing in a list or a map becomes null too', ['{{ trigger.body.none }}', { a: '{{ null }}' }, 1], [null, { a: null }, 1]],
    [
      'what JSON cannot hold becomes null or goes',
      '{{ { a: 0 / 0, b: undefined, c: [1 / 0, undefined], d: new Date("x") } }}',
      { a: null, c: [null, null], d: null },
    ],
    ['a name in scope may be null', '{{ item }}', null],
    ['constants stand for themselves', { a: [1, true, null, 'text', '}}', '{'] }, { a: [1, true, null, 'text', '}}', '{'] }],
    ['expressions anywhere', { a: [{ b: '{{ 1 + 1 }}' }], c: 'd' }, { a: [{ b: 2 }], c: 'd' }],
    ['expressions in keys', { '{{ trigger.body.name }}_id': 1, '{{ 1 + 1 }}': '{{ 3 }}' }, { Ada_id: 1, 2: 3 }],
    ['closing braces inside the expression', '{{ { a: { b: "}}" } } }}', { a: { b: '}}' } }],
    ['closing braces with no space', '{{{ a: { b: 1 }}}}', { a: { b: 1 } }],
    ['braces in a text of the expression', "{{ '{{' + `}}` }}", '{{}}'],
    ['comments', '{{ 1 /* one }} */ + 1 // two\n }}', 2],
    ['a backslash escapes the braces', '\\{{ name }} and \\{{', '{{ name }} and {{'],
    ['two backslashes are one before an expression', 'C:\\\\{{ trigger.body.name }}', 'C:\\Ada'],
    ['backslashes elsewhere stay', 'C:\\dir\\\\x {{ 1 }} \\', 'C:\\dir\\\\x 1 \\'],
  ])('%s', (_, source, value) => {
    expect(compileTemplate(source).problems).toEqual([])
    expect(evaluate(source)).toEqual(value)
  })
  test('data is handed on, not copied', () => {
    const body = { big: [1, 2, 3] }
    const own = scopeOf({ trigger: { body } })
    expect(evaluateTemplate(compileTemplate('{{ trigger.body }}').template, own)).toBe(body)
    expect((evaluateTemplate(compileTemplate('{{ [trigger.body] }}').template, own) as Json[])[0]).toBe(body)
  })
})

describe('what is known without evaluating', () => {
  test('a template without expressions is constant', () => {
    expect(compileTemplate({ a: ['b', '}}'] }).template).toMatchObject({ isConstant: true, isSecret: false, references: [] })
    expect(compileTemplate('\\{{ a }}').template.isConstant).toBe(false)
  })
  test('references tell root, path and place', () => {
    const { template } = compileTemplate({ url: 'x{{ nodes.charge.output.id }}', list: ['{{ trigger.body.items[0]["sku"].trim() }}'] })
    expect(template.references).toEqual([
      { root: 'nodes', path: ['charge', 'output', 'id'], at: ['url'], offset: 4 },
      { root: 'trigger', path: ['body', 'items', '0', 'sku'], at: ['list', 0], offset: 3 },
    ])
  })
  test.each([
    ["nodes['charge'].output", ['nodes.charge.output']],
    ['nodes.charge?.output?.id', ['nodes.charge.output.id']],
    ['(trigger?.body).name', ['trigger.body.name']],
    ['trigger.body[item].name', ['trigger.body', 'item']],
    ['trigger.body.tags.map(tag => tag + vars.suffix)', ['trigger.body.tags', 'vars.suffix']],
    ['[1].map(trigger => trigger.body)', []],
    ['[1].map(({ a = vars.b }) => a)', ['vars.b']],
    ['[`$' + '{inputs.a}`, env["B"]]', ['inputs.a', 'env.B']],
    ['({ item, [index]: now })', ['item', 'index', 'now']],
  ])('%s refers to %j', (expression, paths) => {
    const { template, problems } = compileTemplate(`{{ ${expression} }}`)
    expect(problems).toEqual([])
    expect(template.references.map(({ root, path }) => [root, ...path].join('.'))).toEqual(paths)
  })
  test('a template that reads a secret is secret, a text that only mentions one is not', () => {
    expect(compileTemplate({ a: ['{{ secrets.API_KEY }}'] }).template.isSecret).toBe(true)
    expect(compileTemplate('{{ "secrets.API_KEY" }} {{ [1].map(secrets => secrets) }}').template.isSecret).toBe(false)
  })
})

describe('history', () => {
  test('shows everything but the strings that read a secret', () => {
    const source = { url: 'x/{{ trigger.body.name }}', auth: 'Bearer {{ secrets.API_KEY }}', both: '{{ [secrets.API_KEY, 1] }}' }
    const { template } = compileTemplate(source)
    expect(evaluateTemplate(template, scope)).toEqual({ url: 'x/Ada', auth: 'Bearer s3cret', both: ['s3cret', 1] })
    expect(evaluateForHistory(template, scope)).toEqual({ url: 'x/Ada', auth: source.auth, both: source.both })
  })
  test('needs no secrets to be in scope', () => {
    expect(evaluateForHistory(compileTemplate('{{ secrets.API_KEY }}').template, scopeOf({}))).toBe('{{ secrets.API_KEY }}')
  })
})

describe('problems', () => {
  test.each<[string, string, number, RegExp, string?]>([
    ['{{ }}', 'EXPRESSION_EMPTY', 2, /nothing between/],
    ['a {{ b', 'EXPRESSION_UNCLOSED', 4, /add }}/],
    ['a {{ b c }}', 'EXPRESSION_SYNTAX', 7, /only one expression/],
    ['{{ 1 + }}', 'EXPRESSION_SYNTAX', 7, /cannot be read: unexpected token/],
    ['{{ a, b }}', 'EXPRESSION_NOT_ALLOWED', 3, /remove the comma/],
    ['{{ (a)) }}', 'EXPRESSION_SYNTAX', 6, /goes on/],
    ['{{ "a }}', 'EXPRESSION_SYNTAX', 3, /unterminated string/],
    ['{{ a = 1 }}', 'EXPRESSION_NOT_ALLOWED', 3, /compare with ==/],
    ['{{ nodes }}', 'EXPRESSION_NOT_ALLOWED', 3, /name the node/],
    ['{{ nodes[item].output }}', 'EXPRESSION_NOT_ALLOWED', 3, /Write the name after nodes out/],
    ['{{ secrets }}', 'EXPRESSION_NOT_ALLOWED', 3, /name the secret/],
    ['{{ {...secrets} }}', 'EXPRESSION_NOT_ALLOWED', 7, /name the secret/],
    ['{{ trigger.body.name.toUperCase() }}', 'EXPRESSION_UNKNOWN_FUNCTION', 21, /did you mean toUpperCase/, 'toUpperCase'],
    ['{{ Math.maxx(1) }}', 'EXPRESSION_UNKNOWN_FUNCTION', 3, /did you mean Math.max\?/, 'Math.max'],
    ['{{ parseint("1") }}', 'EXPRESSION_UNKNOWN_FUNCTION', 3, /did you mean parseInt/, 'parseInt'],
    ['{{ trigger.body.tags.push("c") }}', 'EXPRESSION_NOT_ALLOWED', 21, /\[\.\.\.items, x\]/],
    ['{{ trigger.body.tags.map() }}', 'EXPRESSION_NOT_ALLOWED', 3, /map needs a function/],
    ['{{ trigger.body.tags.map(trigger) }}', 'EXPRESSION_NOT_ALLOWED', 25, /map needs a function/],
    ['{{ trigger.body.tags.map(x => { return x }) }}', 'EXPRESSION_NOT_ALLOWED', 30, /without \{ \}/],
    ['{{ new Date() }}', 'EXPRESSION_NOT_ALLOWED', 3, /use now/],
    ['{{ Date.now() }}', 'EXPRESSION_NOT_ALLOWED', 3, /Date.parse\(now\)/],
    ['{{ 10n }}', 'EXPRESSION_NOT_ALLOWED', 3, /remove the n/],
    ['{{ /a/ }}', 'EXPRESSION_NOT_ALLOWED', 3, /A pattern may stand only/],
    ['{{ [1, , 2] }}', 'EXPRESSION_NOT_ALLOWED', 3, /holes/],
    ['{{ a instanceof Object }}', 'EXPRESSION_NOT_ALLOWED', 3, /instanceof is not allowed/],
  ])('%s', (source, code, offset, message, suggestion) => {
    const { template, problems } = compileTemplate({ deep: [source] })
    expect(problems).toEqual([
      { code, message: expect.stringMatching(message), at: ['deep', 0], offset, ...(suggestion && { suggestion }) },
    ])
    expect(() => evaluateTemplate(template, scope)).toThrow(message)
  })
  test('all of them come at once, each with its place', () => {
    const { problems } = compileTemplate({ a: '{{ }} {{ 1 + }} {{ 2 }} {{ b c }}', '{{ d e }}': ['{{ f'] })
    expect(problems.map(({ code, at, offset }) => [code, at.join('/'), offset])).toEqual([
      ['EXPRESSION_EMPTY', 'a', 2],
      ['EXPRESSION_SYNTAX', 'a', 13],
      ['EXPRESSION_SYNTAX', 'a', 29],
      ['EXPRESSION_SYNTAX', '{{ d e }}', 5],
      ['EXPRESSION_UNCLOSED', '{{ d e }}/0', 2],
    ])
  })
})

describe('errors', () => {
  test.each<[string, string, number, string, string?]>([
    [
      '{{ trigger.bdy.total }}',
      'EXPRESSION_NO_VALUE',
      15,
      'trigger.bdy has no value, so .total cannot be read; use ?. if it may be missing',
    ],
    [
      '{{ trigger.body.none[0] }}',
      'EXPRESSION_NO_VALUE',
      21,
      'trigger.body.none has no value, so [0] cannot be read; use ?. if it may be missing',
    ],
    [
      '{{ trigger.body.x.trim() }}',
      'EXPRESSION_NO_VALUE',
      18,
      'trigger.body.x has no value, so .trim() cannot be called; use ?. if it may be missing',
    ],
    ['{{ triger.body }}', 'EXPRESSION_UNKNOWN_NAME', 3, 'There is no triger here: did you mean trigger?', 'trigger'],
    [
      '{{ whatever }}',
      'EXPRESSION_UNKNOWN_NAME',
      3,
      'There is no whatever here: the names here are trigger, nodes, secrets, waiting, item',
    ],
    [
      '{{ nodes.chrge.output }}',
      'EXPRESSION_UNKNOWN_NAME',
      9,
      'There is no node chrge to read from here: did you mean nodes.charge?',
      'charge',
    ],
    ['{{ secrets.API_KEI }}', 'EXPRESSION_UNKNOWN_NAME', 11, 'There is no secret API_KEI: did you mean API_KEY?', 'API_KEY'],
    ['{{ trigger.body.total.trim() }}', 'EXPRESSION_WRONG_TYPE', 22, 'trigger.body.total is a number, which has no method trim'],
    [
      '{{ consol.log(1) }}',
      'EXPRESSION_UNKNOWN_NAME',
      3,
      'There is no consol here: the names here are trigger, inputs, input, nodes, item, index, error, vars, env, secrets, waiting, execution, workflow, now',
    ],
    ['{{ triger.body.tirm() }}', 'EXPRESSION_UNKNOWN_NAME', 3, 'There is no triger here: did you mean trigger?', 'trigger'],
    ['{{ console.log(1) }}', 'EXPRESSION_NOT_ALLOWED', 3, 'console does not exist in expressions: use a code node for it'],
    ['{{ trigger.body.map(x => x) }}', 'EXPRESSION_WRONG_TYPE', 16, 'trigger.body is an object, which has no method map'],
    [
      '{{ trigger.body.name.length() }}',
      'EXPRESSION_UNKNOWN_FUNCTION',
      21,
      'There is no method length: see the list in docs/expressions.md',
    ],
    ['{{ trigger.body.tags.map }}', 'EXPRESSION_WRONG_TYPE', 21, 'map is a method of trigger.body.tags: call it with ( )'],
    ['{{ trigger.body.tags * 2 }}', 'EXPRESSION_WRONG_TYPE', 20, 'A number is needed here, not an array'],
    ['{{ "a" in trigger.body.name }}', 'EXPRESSION_WRONG_TYPE', 6, 'What stands after "in" must be an object or array, not text'],
    ['{{ [...trigger.body] }}', 'EXPRESSION_WRONG_TYPE', 4, 'An array or text is needed here, not an object'],
    [
      '{{ new Date(trigger.body.name).toISOString() }}',
      'EXPRESSION_BAD_ARGUMENT',
      31,
      'This is not a date that can be read: give ISO 8601 such as 2026-11-21T08:00:00Z, or milliseconds',
    ],
    [
      '{{ trigger.body.tags.sort((a, b) => a > b) }}',
      'EXPRESSION_BAD_ARGUMENT',
      37,
      'A sort function must give a number, not true or false: (a, b) => a.price - b.price',
    ],
  ])('%s', (source, code, offset, message, suggestion) => {
    const error = errorOf({ with: ['x', `in text ${source}`] })
    expect({ ...error, message: error.message }).toEqual({
      name: 'ExpressionError',
      code,
      message,
      offset: offset + 8,
      at: ['with', 1],
      expression: source.slice(2, -2).trim(),
      suggestion,
    })
  })
  test('a node that was skipped has no output, which ?. bears', () => {
    expect(evaluate('{{ nodes.send_mail?.output?.id ?? "none" }}')).toBe('none')
    expect(errorOf('{{ nodes.send_mail.output.id }}').code).toBe('EXPRESSION_NO_VALUE')
  })
})

describe('literal keys', () => {
  const code = 'const a = {{ b: `{{ secrets.API_KEY }}` }} // {{ not an expression'
  const source = { code, deep: { code: '{{ trigger.body.name }}' }, input: '{{ secrets.API_KEY }}' }

  test('are taken as written, at the top alone', () => {
    const { template, problems } = compileTemplate(source, ['code'])
    expect(problems).toEqual([])
    expect(evaluateTemplate(template, scope)).toEqual({ code, deep: { code: 'Ada' }, input: 's3cret' })
    expect(evaluateForHistory(template, scope)).toEqual({ code, deep: { code: 'Ada' }, input: '{{ secrets.API_KEY }}' })
  })

  test('taint nothing, and leave a value without other expressions constant', () => {
    const { template } = compileTemplate({ code }, ['code'])
    expect([template.isSecret, template.isConstant]).toEqual([false, true])
  })
})

describe('the address at which a node will wait', () => {
  test('is a value like others for the call, and hidden in the history as a secret is', () => {
    const { template } = compileTemplate({ link: 'Answer at {{ waiting.approve.url }}', total: '{{ trigger.body.total }}' })
    expect(evaluateTemplate(template, scope)).toEqual({ link: 'Answer at https://x.test/w/t0ken', total: 12.5 })
    expect(evaluateForHistory(template, scope)).toEqual({ link: 'Answer at {{ waiting.approve.url }}', total: 12.5 })
    expect(template.isSecret).toBe(true)
  })

  test('is named outright, and is an error where there is none', () => {
    expect(errorOf('{{ waiting }}').code).toBe('EXPRESSION_NOT_ALLOWED')
    expect(errorOf('{{ waiting[trigger.body.name].url }}').code).toBe('EXPRESSION_NOT_ALLOWED')
    expect(errorOf('{{ waiting.nobody.url }}')).toMatchObject({ code: 'EXPRESSION_UNKNOWN_NAME', offset: 11 })
    expect(errorOf('{{ waiting.constructor }}').code).toBe('EXPRESSION_NOT_ALLOWED')
  })
})
