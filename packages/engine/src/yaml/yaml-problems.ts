/** Every mistake that reading YAML can find: what is wrong, and what to do about it. Codes are public. */
export const yamlProblems = {
  EMPTY_DOCUMENT: kind('The document is empty', 'Write a workflow, or delete the file.'),
  DOCUMENT_TOO_LARGE: kind('The document is over 1 MiB', 'Split it, or keep large data outside the workflow.'),
  TOO_DEEP: kind('Values are nested too deeply', 'Keep to 64 levels.'),
  TOO_MANY_TOKENS: kind('The document has too many parts', 'Split it, or keep large data outside the workflow.'),
  TOO_MANY_VALUES: kind('Aliases and lists make too many values', 'Keep to 100,000 values and 4 MiB of text after aliases are followed.'),
  INVALID_UTF8: kind('A byte is not UTF-8', 'Save the file as UTF-8.'),
  INVALID_CHARACTER: kind('A character may not stand in YAML', 'Delete it, or write it as an escape in double quotes.'),
  MULTIPLE_DOCUMENTS: kind(
    'The file holds more than one document',
    'Keep one document per file: delete what follows the `---` or `...` line.',
  ),
  UNSUPPORTED_DIRECTIVE: kind('A directive is not supported', 'Delete the line; only `%YAML 1.2` is understood.'),
  UNSUPPORTED_TAG: kind('A tag is not supported or does not fit its value', 'Delete the tag; quote the value if it is a text.'),
  UNKNOWN_ANCHOR: kind('An alias names no anchor before it', 'Set the anchor first, or write the value out.'),
  ALIAS_LOOP: kind('A value contains itself', 'Write the value out instead of the alias.'),
  DUPLICATE_KEY: kind('A key stands twice in one map', 'Rename or delete one of the two.'),
  NON_STRING_KEY: kind('A key is not a text', 'Use a word as the key, in quotes if need be.'),
  FORBIDDEN_KEY: kind('A key is reserved by JavaScript', 'Choose another name.'),
  MERGE_KEY: kind('Merge keys (`<<`) are not part of YAML 1.2', 'Write the keys out, or use an alias for the whole value.'),
  NOT_A_NUMBER: kind('A number is not finite', 'Write a finite number, or put it in quotes.'),
  NUMBER_TOO_LARGE: kind('A whole number is too large to be exact', 'Put it in quotes to keep every digit.'),
  UNQUOTED_EXPRESSION: kind('An expression is not in quotes', 'Put quotes around it, such as `"{{ trigger.body }}"`.'),
  TAB_INDENT: kind('A tab is used as indentation', 'Indent with spaces.'),
  BAD_INDENT: kind('A line is not indented as its neighbours', 'Align it with the lines of the same map or list.'),
  BAD_ESCAPE: kind('An escape in double quotes is unknown', 'Double the backslash, or use single quotes.'),
  MISSING_CHARACTER: kind('A character is missing', 'Add what the message names.'),
  UNEXPECTED_TOKEN: kind('Something stands where it may not', 'Delete it, or put the text in quotes.'),
  NESTED_ON_ONE_LINE: kind('A map begins on the line of its key', 'Start it on a new line, or put the text in quotes.'),
  MULTILINE_KEY: kind('A key goes over several lines', 'Write the key on one line; a `:` may be missing after it.'),
  KEY_TOO_LONG: kind('A key is longer than 1,024 characters', 'Shorten it.'),
  BLOCK_IN_FLOW: kind('An indented map or list stands inside brackets', 'Use brackets inside brackets.'),
  BAD_SCALAR_START: kind('A text begins with a character that has a meaning in YAML', 'Put the text in quotes.'),
  BAD_ANCHOR: kind('An anchor or alias is written wrongly', 'Write `&name` once before the value, and `*name` alone where it is used.'),
  INVALID_YAML: kind('The text is not YAML', 'Correct what the message names.'),
} as const satisfies Readonly<Record<string, YamlProblemKind>>

export type YamlProblemCode = keyof typeof yamlProblems

export interface YamlProblemKind {
  readonly severity: 'error'
  /** What is wrong, in a few words. */
  readonly title: string
  /** What to do about it. */
  readonly action: string
}

function kind(title: string, action: string): YamlProblemKind {
  return { severity: 'error', title, action }
}
