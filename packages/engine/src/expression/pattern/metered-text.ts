import { MatcherInputBase } from 're2js'
import { type Frame, spend } from '../run/frame.ts'

/**
 * A text that pays for each look at one of its characters. One search is linear in the text, but a global search makes
 * many, and each may look far beyond its match: on `/a.*b|c/g` that is quadratic, and only counting the looks can tell.
 */
export function createMeteredText(text: string, weight: number, frame: Frame): MatcherInputBase {
  const price = weight / 16
  const characters = {
    [Symbol.toStringTag]: 'String',
    length: text.length,
    charCodeAt(index: number): number {
      frame.stepsLeft -= price
      if (frame.stepsLeft < 0) spend(frame, 0)
      return text.charCodeAt(index)
    },
    indexOf(part: string, from: number): number {
      const index = text.indexOf(part, from)
      spend(frame, ((index < 0 ? text.length : index) - from) / 1024)
      return index
    },
    substring: (from: number, to: number): string => text.substring(from, to),
  }
  return new CharacterInput(characters)
}

type Characters = { readonly length: number }

/** The engine takes whatever behaves like a text; its types know only `string`. */
class CharacterInput extends MatcherInputBase {
  readonly characters: Characters
  constructor(characters: Characters) {
    super()
    this.characters = characters
  }
  override getEncoding(): number {
    return MatcherInputBase.Encoding.UTF_16
  }
  override asCharSequence(): string {
    return this.characters as unknown as string
  }
  override length(): number {
    return this.characters.length
  }
}
