import type { Position } from '@millrace/engine'
import { scanJsonString } from './scan-json-string.ts'

/**
 * Where a text stops being JSON; undefined when it is JSON. `JSON.parse` only sometimes says, so this reads the text once more,
 * after it has failed.
 */
export function jsonMistake(text: string): Position | undefined {
  const offset = mistakeOffset(text)
  return offset === undefined ? undefined : positionAt(text, offset)
}

/** The line and column of an offset, counted from 1. */
export function positionAt(text: string, offset: number): Position {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    lineStart = at + 1
  }
  return { offset, line, column: offset - lineStart + 1 }
}

const space = /[ \t\n\r]*/y
const scalar = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y

/** What may come next. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'more'

interface Reader {
  readonly text: string
  /** What is open around the place, innermost last. */
  readonly open: ('[' | '{')[]
  expected: Expected
  at: number
}

function mistakeOffset(text: string): number | undefined {
  const reader: Reader = { text, open: [], expected: 'value', at: 0 }
  for (;;) {
    take(reader, space)
    if (reader.expected === 'more' && reader.open.length === 0) return reader.at === text.length ? undefined : reader.at
    if (!readNext(reader)) return reader.at
  }
}

/** False at the mistake, where `at` then stands. */
function readNext(reader: Reader): boolean {
  if (takeClosing(reader)) return true
  switch (reader.expected) {
    case 'more':
      return takeChar(reader, ',', reader.open.at(-1) === '{' ? 'key' : 'value')
    case 'key':
    case 'key-or-end':
      return takeString(reader) && take(reader, space) && takeChar(reader, ':', 'value')
    case 'value':
    case 'value-or-end':
      return takeValue(reader)
  }
}

function takeClosing(reader: Reader): boolean {
  const { expected, open, text, at } = reader
  if (expected === 'key' || expected === 'value') return false
  const inside = open.at(-1)
  if (inside === undefined || text.charAt(at) !== (inside === '[' ? ']' : '}')) return false
  open.pop()
  reader.at++
  reader.expected = 'more'
  return true
}

function takeValue(reader: Reader): boolean {
  const char = reader.text.charAt(reader.at)
  if (char === '[' || char === '{') {
    reader.open.push(char)
    return takeChar(reader, char, char === '[' ? 'value-or-end' : 'key-or-end')
  }
  const isTaken = char === '"' ? takeString(reader) : take(reader, scalar)
  reader.expected = 'more'
  return isTaken
}

function takeString(reader: Reader): boolean {
  const { end, isSound } = scanJsonString(reader.text, reader.at)
  reader.at = end
  return isSound
}

function takeChar(reader: Reader, char: string, expected: Expected): boolean {
  if (reader.text.charAt(reader.at) !== char) return false
  reader.at++
  reader.expected = expected
  return true
}

function take(reader: Reader, pattern: RegExp): boolean {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (match === null) return false
  reader.at += match[0].length
  return true
}
