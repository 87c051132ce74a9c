import type { Workflow } from '@millrace/engine'
import { describe, expect, test } from 'vitest'
import { resolveInputs } from './inputs.ts'

const workflow: Workflow = {
  id: 'greet',
  nodes: {},
  inputs: {
    who: { type: 'string', required: true },
    times: { type: 'integer', default: 2 },
    tone: { enum: ['kind', 'curt', { custom: true }] },
    any: {},
  },
}

/** What a start with these inputs is told. */
function mistake(given: Parameters<typeof resolveInputs>[2], type = 'manual'): string {
  try {
    resolveInputs(workflow, { id: 't', type }, given)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return ''
}

describe('the inputs of a start', () => {
  test('are what was given, and the defaults for the rest', () => {
    expect(resolveInputs(workflow, { id: 't', type: 'manual' }, { who: 'Ann', any: null })).toEqual({ who: 'Ann', times: 2, any: null })
    expect(resolveInputs(workflow, { id: 't', type: 'call' }, { who: 'Ann', times: 5 })).toEqual({ who: 'Ann', times: 5 })
    expect(resolveInputs({ id: 'w', nodes: {} }, { id: 't', type: 'manual' }, {})).toEqual({})
  })

  test('are refused with all that is wrong at once', () => {
    expect(mistake({ times: 1.5, tone: 'rude', what: 1 })).toBe(
      'The inputs do not fit: who is required; times must be of type integer; tone must be one of "kind", "curt", {"custom":true}; what is not an input of greet.',
    )
  })

  test('of a trigger whose starter cannot give any are the defaults, and nothing is asked of them', () => {
    expect(resolveInputs(workflow, { id: 't', type: 'webhook' }, {})).toEqual({ times: 2 })
    expect(mistake({ what: 1 }, 'webhook')).toContain('what is not an input')
  })

  test('that the file gives with the trigger go before defaults, and those of the starter before them', () => {
    const triggers = { nightly: { type: 'schedule', inputs: { times: 5 } }, call: { type: 'manual', inputs: { who: 'Bo' } } }
    const file: Workflow = { ...workflow, triggers }
    expect(resolveInputs(file, { id: 'nightly', type: 'schedule' }, {})).toEqual({ times: 5 })
    expect(resolveInputs(file, { id: 'call', type: 'manual' }, {})).toEqual({ who: 'Bo', times: 2 })
    expect(resolveInputs(file, { id: 'call', type: 'manual' }, { who: 'Ann', times: 1 })).toEqual({ who: 'Ann', times: 1 })
    expect(() => resolveInputs(file, { id: 'call', type: 'call' }, {})).toThrow('who is required')
    expect(resolveInputs(file, { id: 'constructor', type: 'webhook' }, {})).toEqual({ times: 2 })
  })

  test('may be any of the values that an enum lists, maps and lists too', () => {
    expect(mistake({ who: 'Ann', tone: { custom: true } })).toBe('')
  })

  test('are not found among what every object has', () => {
    expect(mistake(JSON.parse('{"who": "Ann", "__proto__": 1, "constructor": 2}'))).toContain('__proto__ is not an input')
    expect(mistake({ who: 'Ann', toString: 1 })).toContain('toString is not an input')
  })

  test.each([
    ['string', 'a', 1],
    ['number', 1.5, 'a'],
    ['integer', 1, 1.5],
    ['boolean', false, 0],
    ['array', [], {}],
    ['object', {}, []],
    ['object', {}, null],
  ] as const)('of type %s: %j fits and %j does not', (type, good, bad) => {
    const typed: Workflow = { id: 'w', nodes: {}, inputs: { x: { type } } }
    expect(resolveInputs(typed, { id: 't', type: 'manual' }, { x: good })).toEqual({ x: good })
    expect(() => resolveInputs(typed, { id: 't', type: 'manual' }, { x: bad })).toThrow(`x must be of type ${type}`)
  })
})
