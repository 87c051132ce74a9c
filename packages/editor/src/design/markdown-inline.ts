/** What stands within a line of Markdown. */
export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'struck'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly to: string; readonly children: readonly Inline[] }

const deepest = 6

// Each is tried at one place only, and none reaches further than a bounded way: hostile text cannot make this slow.
const escaped = /\\([\\`*_{}[\]()#+\-.!|~<>])/y
const code = /(`{1,3})([^`\n](?:[^\n]{0,1000}?[^`\n])??)\1(?!`)/y
const link = /\[([^\]\n]{1,500})\]\(\s*([^\s()<>]{1,2000})(?:\s+"[^"\n]{0,200}")?\s*\)/y
const address = /<?(https?:\/\/[^\s<>()[\]"'`]{1,2000}[^\s<>()[\]"'`.,;:!?])>?/y
const strong = /(\*\*|__)(?=\S)([^\n]{1,500}?\S|\S)\1/y
const emphasis = /([*_])(?=[^\s*_])([^\n]{0,500}?[^\s*_])\1(?![\p{L}\p{N}])/uy
const struck = /~~(?=\S)([^\n]{0,500}?\S)~~/y

/** Reads emphasis, code and links; whatever else is there, HTML too, is text. A link to other than the web, mail or a page here is text. */
export function parseInline(text: string, depth = 0): readonly Inline[] {
  const found: Inline[] = []
  let plain = ''
  let at = 0
  while (at < text.length) {
    const next = special(text, at, depth)
    if (next === undefined) plain += text[at++]
    else {
      at += next.length
      if (typeof next.inline === 'string') plain += next.inline
      else {
        if (plain !== '') found.push({ type: 'text', text: plain })
        plain = ''
        found.push(next.inline)
      }
    }
  }
  if (plain !== '') found.push({ type: 'text', text: plain })
  return found
}

interface Special {
  readonly inline: Inline | string
  readonly length: number
}

function special(text: string, at: number, depth: number): Special | undefined {
  switch (text[at]) {
    case '\\':
      return matched(escaped, text, at, ([, sign = '']) => sign)
    case '`':
      return matched(code, text, at, ([, , inside = '']) => ({ type: 'code', text: inside.trim() }))
    case '[':
      return matched(link, text, at, ([all, label = '', to = '']) =>
        isSafe(to) ? { type: 'link', to, children: inner(label, depth) } : all,
      )
    case '<':
    case 'h':
      return matched(address, text, at, ([, to = '']) => ({ type: 'link', to, children: [{ type: 'text', text: to }] }))
    case '~':
      return matched(struck, text, at, ([, inside = '']) => ({ type: 'struck', children: inner(inside, depth) }))
    case '*':
    case '_':
      if (text[at] === '_' && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return undefined // snake_case
      return (
        matched(strong, text, at, ([, , inside = '']) => ({ type: 'strong', children: inner(inside, depth) })) ??
        matched(emphasis, text, at, ([, , inside = '']) => ({ type: 'emphasis', children: inner(inside, depth) }))
      )
    default:
      return undefined
  }
}

function inner(text: string, depth: number): readonly Inline[] {
  return depth >= deepest ? [{ type: 'text', text }] : parseInline(text, depth + 1)
}

function matched(pattern: RegExp, text: string, at: number, read: (match: RegExpExecArray) => Inline | string): Special | undefined {
  pattern.lastIndex = at
  const match = pattern.exec(text)
  return match === null ? undefined : { inline: read(match), length: match[0].length }
}

/** The web, mail, a page of this server or a place on this page; never a script, never an address that takes its scheme from somewhere. */
export function isSafe(to: string): boolean {
  return /^(?:https?:\/\/|mailto:)[^\s\\]+$/i.test(to) || /^(?:\/(?![/\\])|#)[^\s\\]*$/.test(to)
}
