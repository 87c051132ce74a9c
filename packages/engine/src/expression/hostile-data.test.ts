import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { compileTemplate, evaluateForHistory, evaluateTemplate } from './template.ts'
import { failureOf, hostileData, refuses, run, scope } from './testing/hostile-expressions.ts'
import { scopeOf } from './testing/scope-of.ts'

// Data that an attacker has written: it stays data.

describe('attack 13: data that looks like an expression', () => {
  const data = { body: { name: '{{ secrets.KEY }}', formula: '=cmd()', key: '{{ 1 }}', nested: ['{{ now }}', '\\{{ x }}'] } }
  const second = scopeOf({ trigger: data, secrets: { KEY: 'hunter2' } })
  test('stays text wherever it goes', () => {
    const { template } = compileTemplate({
      a: '{{ trigger.body.name }}',
      b: 'Dear {{ trigger.body.name }}',
      c: '{{ trigger.body }}',
      '{{ trigger.body.key }}': '{{ trigger.body.formula }}',
      d: '{{ [trigger.body.name, "!"].join("") }}',
    })
    expect(evaluateTemplate(template, second)).toEqual({
      a: '{{ secrets.KEY }}',
      b: 'Dear {{ secrets.KEY }}',
      c: data.body,
      '{{ 1 }}': '=cmd()',
      d: '{{ secrets.KEY }}!',
    })
  })
  test('is a constant only when it is compiled, and a result is not compiled', () => {
    const { template } = compileTemplate('{{ "{{" + " secrets.KEY " + "}}" }}')
    expect(template.isSecret).toBe(false)
    expect(evaluateTemplate(template, second)).toBe('{{ secrets.KEY }}')
  })
})

describe('attack 15: prototypes', () => {
  refuses('prototype keys in literals', [
    '({ __proto__: { a: 1 } }).a',
    '({ "__proto__": 1 })',
    '({ ["__proto__"]: 1 })',
    '({ constructor: 1 })',
    '({ prototype: 1 })',
    '({ __proto__: null })',
  ])
  test('data with such keys stays data, and pollutes nothing', () => {
    expect(run('{{ trigger.body.hostile }}')).toBe((scope.name('trigger') as { body: { hostile: Json } }).body.hostile)
    const copied = run('{{ ({ ...trigger.body.hostile, x: undefined }) }}')
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype)
    expect(Object.keys(copied as object)).toEqual(Object.keys(hostileData as object))
    expect(JSON.stringify(copied)).toBe(JSON.stringify(hostileData))
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
  test.each([
    'Object.fromEntries(Object.entries(trigger.body.hostile))',
    'Object.assign({}, trigger.body.hostile)',
    'JSON.parse(JSON.stringify(trigger.body.hostile))',
    '[trigger.body.hostile].map(({ ...rest }) => rest)[0]',
  ])('%s keeps every key as an own key', (expression) => {
    const copied = run(`{{ ${expression} }}`)
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype)
    expect(JSON.stringify(copied)).toBe(JSON.stringify(hostileData))
  })
  test('a group or an entry called __proto__ is an own key', () => {
    const grouped = run('{{ Object.groupBy(trigger.body.keys, key => key) }}')
    expect(Object.keys(grouped as object)).toEqual(['__proto__', 'prototype'])
    expect(Object.getPrototypeOf(run('{{ Object.fromEntries([["__proto__", { polluted: 1 }]]) }}'))).toBe(Object.prototype)
  })
  test('a map key that evaluates to __proto__ is an own key', () => {
    const result = run({ '{{ trigger.body.keys[0] }}': { polluted: 1 } })
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
    expect(Object.keys(result as object)).toEqual(['__proto__'])
  })
  test('keys called toString, valueOf and toJSON are read, never called', () => {
    expect(run('{{ [trigger.body.hostile.toString, trigger.body.hostile.valueOf, trigger.body.hostile.toJSON] }}')).toEqual([
      'text',
      7,
      'json',
    ])
    expect(run('{{ JSON.stringify({ a: trigger.body.hostile.toJSON, toJSON: 1 }) }}')).toBe('{"a":"json","toJSON":1}')
    expect(run('x {{ ({ toString: 1 }) }}')).toBe('x {"toString":1}')
    expect(failureOf('trigger.body.hostile * 2')).toBe('EXPRESSION_WRONG_TYPE')
    expect(failureOf('trigger.body.hostile.toString()')).toBe('EXPRESSION_WRONG_TYPE')
    expect(run('{{ trigger.body.hostile == "text" }}')).toBe(false)
  })
  test('inherited names are not there', () => {
    expect(run('{{ ["toString" in {}, "length" in [], "map" in [], ({}).toString, "x".anchor, [].at(0)] }}')).toEqual([
      false,
      true,
      false,
      null,
      null,
      null,
    ])
  })
  test('an array-like length is bounded, whatever data says', () => {
    expect(run('{{ Array.from(trigger.body.hostile).length }}')).toBe(99)
    expect(failureOf('Array.from({ length: 1e15 })')).toBe('EXPRESSION_TOO_LARGE')
  })
})

test('secrets stay out of history, as values and as parts of anything', () => {
  const source = {
    header: 'Bearer {{ secrets.KEY }}',
    '{{ secrets.KEY }}': 1,
    safe: '{{ trigger.body.text }}',
    list: ['{{ secrets.KEY.length }}'],
  }
  expect(evaluateForHistory(compileTemplate(source).template, scope)).toEqual({ ...source, safe: 'abc' })
})
