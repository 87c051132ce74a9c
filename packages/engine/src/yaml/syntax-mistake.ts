import type { ErrorCode, YAMLParseError, YAMLWarning } from 'yaml'
import type { Mistake } from './mistake.ts'
import { type YamlProblemCode, yamlProblems } from './yaml-problems.ts'

/** Puts what the YAML library found into our words. */
export function syntaxMistake(source: string, { code: libraryCode, message, pos: [offset] }: YAMLParseError | YAMLWarning): Mistake {
  const expression = findBareExpression(source, offset)
  if (expression !== undefined) {
    const advice = 'The expression needs quotes, or YAML takes its braces for a map: write "{{ … }}".'
    return { code: 'UNQUOTED_EXPRESSION', message: advice, offset: expression }
  }
  const bracket = /end with a ([\]}])$/.exec(message.split('\n', 1)[0] ?? '')?.[1]
  if (bracket !== undefined) {
    const advice = `The closing ${bracket} is missing, or stands too far to the left: add it, or indent it.`
    return { code: 'MISSING_CHARACTER', message: advice, offset }
  }
  const code = codes[libraryCode]
  if (code === 'UNSUPPORTED_TAG') {
    const tag = /^[^\s,[\]{}]*/.exec(source.slice(offset, offset + 80))?.[0] ?? ''
    return { code, message: `Tag ${tag} is not supported or does not fit its value: delete it.`, offset }
  }
  if (code === 'NON_STRING_KEY') return { code, message: `A key is a list or a map here. ${yamlProblems[code].action}`, offset }
  return { code, message: `${sentence(message)} ${yamlProblems[code].action}`, offset }
}

const codes: Readonly<Record<ErrorCode, YamlProblemCode>> = {
  ALIAS_PROPS: 'BAD_ANCHOR',
  BAD_ALIAS: 'BAD_ANCHOR',
  BAD_COLLECTION_TYPE: 'UNSUPPORTED_TAG',
  BAD_DIRECTIVE: 'UNSUPPORTED_DIRECTIVE',
  BAD_DQ_ESCAPE: 'BAD_ESCAPE',
  BAD_INDENT: 'BAD_INDENT',
  BAD_PROP_ORDER: 'BAD_ANCHOR',
  BAD_SCALAR_START: 'BAD_SCALAR_START',
  BLOCK_AS_IMPLICIT_KEY: 'NESTED_ON_ONE_LINE',
  BLOCK_IN_FLOW: 'BLOCK_IN_FLOW',
  DUPLICATE_KEY: 'DUPLICATE_KEY',
  IMPOSSIBLE: 'INVALID_YAML',
  KEY_OVER_1024_CHARS: 'KEY_TOO_LONG',
  MISSING_CHAR: 'MISSING_CHARACTER',
  MULTILINE_IMPLICIT_KEY: 'MULTILINE_KEY',
  MULTIPLE_ANCHORS: 'BAD_ANCHOR',
  MULTIPLE_DOCS: 'MULTIPLE_DOCUMENTS',
  MULTIPLE_TAGS: 'UNSUPPORTED_TAG',
  NON_STRING_KEY: 'NON_STRING_KEY',
  RESOURCE_EXHAUSTION: 'TOO_DEEP',
  TAB_AS_INDENT: 'TAB_INDENT',
  TAG_RESOLVE_FAILED: 'UNSUPPORTED_TAG',
  UNEXPECTED_TOKEN: 'UNEXPECTED_TOKEN',
}

/** The value outside quotes that begins with `{{`, if there is one on the line of the mistake and before it. */
function findBareExpression(source: string, offset: number): number | undefined {
  const lineStart = Math.max(source.lastIndexOf('\n', offset - 1) + 1, offset - 500)
  const found = /^[^"'#]*(?:[:,[]|^\s*-)\s*\{\{/.exec(source.slice(lineStart, offset + 2))
  return found === null ? undefined : lineStart + found[0].length - 2
}

function sentence(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').replace(/^Unexpected [\w-]+ token in YAML stream: (.+)$/, '$1 cannot stand here')
  const short = line.length > 160 ? `${line.slice(0, 160)}…` : line
  return /[.!?…]$/.test(short) ? short : `${short}.`
}
