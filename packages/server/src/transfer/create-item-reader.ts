import { ImportMistake } from './import-mistake.ts'

export interface Item {
  readonly text: string
  readonly line: number
}

export interface ItemReader {
  /** The items that are whole with this piece. */
  push(text: string): readonly Item[]
  end(): readonly Item[]
}

const largestItem = 16 * 1024 * 1024

/** One JSON document in each line. */
export function createLineReader(): ItemReader {
  let held = ''
  let line = 0
  const itemsIn = (texts: readonly string[]) =>
    texts.flatMap((text): Item[] => {
      line += 1
      return text.trim() === '' ? [] : [{ text, line }]
    })
  return {
    push(text) {
      const lines = (held + text).split('\n')
      held = lines.pop() ?? ''
      assertSize(held, line + 1)
      return itemsIn(lines)
    },
    end: () => itemsIn([held]),
  }
}

/** The objects of one JSON list, without reading it as a whole. What is in them is left to the JSON parser. */
export function createListReader(): ItemReader {
  let depth = 0
  let isInText = false
  let isEscaped = false
  let isOver = false
  let held = ''
  let line = 1
  let firstLine = 1

  /** Outside of objects only brackets, commas and space may stand. */
  function takeBetween(character: string): void {
    if (/\s/.test(character) || (character === ',' && depth === 1)) return
    if (character === '[' && depth === 0 && !isOver) depth = 1
    else if (character === ']' && depth === 1) {
      depth = 0
      isOver = true
    } else throw new ImportMistake(`a list of objects is needed, and here stands ${JSON.stringify(character)}`, line)
  }

  function takeInside(character: string): void {
    if (isEscaped) isEscaped = false
    else if (isInText) {
      if (character === '\\') isEscaped = true
      else if (character === '"') isInText = false
    } else if (character === '"') isInText = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
  }

  return {
    push(text) {
      const items: Item[] = []
      let from = 0
      for (let at = 0; at < text.length; at++) {
        const character = text.charAt(at)
        if (character === '\n') line += 1
        if (depth === 1 && character === '{') {
          depth = 2
          from = at
          firstLine = line
        } else if (depth < 2) takeBetween(character)
        else takeInside(character)
        if (depth === 1 && character === '}') {
          items.push({ text: held + text.slice(from, at + 1), line: firstLine })
          held = ''
        }
      }
      if (depth > 1) {
        held += text.slice(held === '' ? from : 0)
        assertSize(held, firstLine)
      }
      return items
    },
    end() {
      if (!isOver) throw new ImportMistake('the list has no end', line)
      return []
    },
  }
}

function assertSize(text: string, line: number): void {
  if (text.length > largestItem) throw new ImportMistake('the record has more than 16 MiB', line)
}
