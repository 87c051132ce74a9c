import { parseYaml } from '@millrace/engine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderText } from './testing/order-text.ts'
import { locateIn, readText } from './workflow-text.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

describe('a text that is typed into', () => {
  test('is read node by node', () => {
    const before = readText(orderText)
    expect(before.pieces.map(({ id }) => id)).toEqual(['is_large', 'review', 'charge', 'each_line', 'guarded', 'tell', 'apologise'])
    const after = readText(orderText.replace('message: packed', 'message: packed well'), before)
    expect(after.value).toEqual(parseYaml(after.source).value)
    // What has not changed is the same object, so that nothing of it is drawn anew.
    const nodesOf = (text: typeof after) => text.value.nodes as Record<string, unknown>
    expect(nodesOf(after).charge).toBe(nodesOf(before).charge)
    expect(nodesOf(after).each_line).not.toBe(nodesOf(before).each_line)
  })

  test('keeps what could last be read while it is broken, and says what is wrong where', () => {
    const before = readText(orderText)
    const broken = readText(orderText.replace('{ message: packed }', '{ message: "packed }'), before)
    expect(broken).toMatchObject({ isCurrent: false, value: before.value })
    const line = orderText.split('\n').findIndex((text) => text.includes('packed')) + 1
    expect(broken.problems[0]?.position.line).toBeGreaterThanOrEqual(line)
    const mended = readText(orderText.replace('{ message: packed }', '{ message: "packed" }'), broken)
    expect(mended).toMatchObject({ isCurrent: true, problems: [] })
    expect(mended.value).toEqual(parseYaml(orderText).value)
  })

  test('is read anew where nodes come, go and grow together', () => {
    const before = readText(orderText)
    const edits: readonly (readonly [string, string])[] = [
      ['    next: charge # in any case\n\n  charge:', '    next: charge # in any case  charge:'],
      ['\n  tell:', '\n  # fresh\n  fresh: { type: log }\n  tell:'],
      [orderText.slice(orderText.indexOf('  review:'), orderText.indexOf('  each_line:')), ''],
      ['  tell:', '  charge:'],
      [orderText.slice(orderText.indexOf('  tell:') + '  tell:'.length, orderText.indexOf('  apologise:')), '\n'],
    ]
    for (const [from, to] of edits) {
      const after = readText(orderText.replace(from, to), before)
      expect(after.source).not.toBe(orderText)
      expect(after.value).toEqual(parseYaml(after.source).value)
    }
  })

  test('is nothing when it never was a workflow', () => {
    expect(readText('')).toMatchObject({ isCurrent: false, value: {}, problems: [{ code: 'EMPTY_DOCUMENT' }] })
    expect(readText('- a list')).toMatchObject({ isCurrent: false, value: {}, problems: [{ code: 'NOT_A_WORKFLOW' }] })
  })

  test('says where things stand', () => {
    const text = readText(orderText)
    const locate = locateIn(text)
    const { locate: whole } = parseYaml(orderText)
    for (const path of [
      ['nodes', 'charge', 'with', 'url'],
      ['nodes', 'each_line', 'nodes', 'pack'],
      ['settings', 'timeout'],
      ['nodes', 'none'],
    ])
      expect(locate(path)).toEqual(whole(path))
    expect(locate(['nodes', 'tell'], 'key')).toEqual(whole(['nodes', 'tell'], 'key'))
  })

  test('means the same as when it is read anew, whatever is typed', { timeout: 600_000 }, () => {
    const bits = [
      ' ',
      '\n',
      '  ',
      ':',
      ': ',
      '#',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '- ',
      'a',
      '&x ',
      '*x',
      '|',
      '\t',
      '---\n',
      '!!str ',
      'next: tell',
      '\n  fresh: { type: log }\n',
    ]
    const typing = fc.array(fc.tuple(fc.nat(orderText.length), fc.oneof(fc.nat(12), fc.nat(400)), fc.constantFrom(...bits)), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(typing, (keys) => {
        let text = readText(orderText)
        for (const [at, remove, insert] of keys) {
          text = readText(text.source.slice(0, at) + insert + text.source.slice(at + remove), text)
          const whole = parseYaml(text.source)
          if (text.isCurrent) expect(text.value).toEqual(whole.value)
          else expect(whole.problems.length > 0 || typeof whole.value !== 'object').toBe(true)
        }
      }),
      { numRuns: Math.ceil(600 * scale) },
    )
  })
})
