import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml'
import { checkCharacters } from './check-characters.ts'
import { yamlLimits } from './limits.ts'
import type { Mistake } from './mistake.ts'
import { syntaxMistake } from './syntax-mistake.ts'
import { createTokenGuard } from './token-guard.ts'
import { withoutStackTraces } from './without-stack-traces.ts'

export type YamlDocument = Document.Parsed<ParsedNode>

/** The library's syntax tree, with its tokens, of the one document in `source`; absent when the text could not be read to its end. */
export interface ReadDocument {
  readonly document?: YamlDocument
  readonly mistakes: readonly Mistake[]
}

/** Owns: getting a syntax tree out of any text at all, in bounded time and stack. Does not own: what the values mean. */
export function readDocument(source: string): ReadDocument {
  if (source.length > yamlLimits.size) return { mistakes: [tooLarge] }
  const badCharacters = checkCharacters(source)
  if (badCharacters.length > 0) return { mistakes: badCharacters }
  return withoutStackTraces(() => compose(source))
}

export const tooLarge: Mistake = {
  code: 'DOCUMENT_TOO_LARGE',
  message: 'The document is larger than 1 MiB: split it, or keep large data outside the workflow.',
  offset: 0,
}

// Keys are always texts (`true:` and `200:` name ports); duplicates are ours to find, since the library's search is quadratic.
const options = {
  version: '1.2',
  schema: 'core',
  stringKeys: true,
  uniqueKeys: false,
  resolveKnownTags: false,
  keepSourceTokens: true,
} as const

function compose(source: string): ReadDocument {
  const composer = new Composer(options)
  const documents: YamlDocument[] = []
  const refusals: Mistake[] = []
  let hasDocument = false
  for (const token of parseTokens(source)) {
    if ('code' in token) return { mistakes: [token] }
    if (token.type === 'directive' && !/^%YAML[ \t]+1\.2[ \t]*$/.test(token.source)) refusals.push(unsupportedDirective(token))
    if (token.type === 'document' && hasDocument) {
      refusals.push(secondDocument(token.offset))
      break
    }
    hasDocument ||= token.type === 'document'
    documents.push(...composer.next(token))
  }
  documents.push(...composer.end(true, source.length))
  const [document] = documents
  if (document === undefined) return { mistakes: refusals }
  const found = [...document.errors, ...document.warnings].slice(0, yamlLimits.problems * 10)
  return { document, mistakes: [...refusals, ...found.map((error) => syntaxMistake(source, error))] }
}

/** Feeds the lexer's tokens to the parser one by one; ends with a mistake when one of them would be too much. */
function* parseTokens(source: string): Generator<CST.Token | Mistake> {
  const guard = createTokenGuard()
  const parser = new Parser()
  for (const token of new Lexer().lex(source)) {
    const refusal = guard(token, parser.offset)
    if (refusal !== undefined) {
      yield refusal
      return
    }
    yield* parser.next(token)
  }
  yield* parser.end()
}

function unsupportedDirective({ source, offset }: CST.Directive): Mistake {
  const name = source.split(/\s/, 1)[0] ?? source
  const message = `Directive ${name.slice(0, 80)} is not supported here: delete the line; only %YAML 1.2 is understood.`
  return { code: 'UNSUPPORTED_DIRECTIVE', message, offset }
}

function secondDocument(offset: number): Mistake {
  const message = 'A second document begins here: keep one document per file and delete what follows the first.'
  return { code: 'MULTIPLE_DOCUMENTS', message, offset }
}
