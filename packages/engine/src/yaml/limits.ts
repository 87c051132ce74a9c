/** What a YAML text may demand of the reader. Each has its own problem code. */
export const yamlLimits = {
  /** Bytes of a file; UTF-16 units of a text. */
  size: 1024 * 1024,
  /** Collections inside each other, after aliases are followed. */
  depth: 64,
  /** Tokens, plus the steps that the parser loses on comments that stand after many blank lines. */
  work: 200_000,
  /** Values and keys, each alias counted as often as it is used. */
  values: 100_000,
  /** Characters of all texts and keys, each alias counted as often as it is used. */
  characters: 4 * 1024 * 1024,
  /** Problems that are told. */
  problems: 100,
} as const
