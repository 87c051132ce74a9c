/** What is wrong with a schema itself, as the end of a sentence. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
}

/** A schema that takes too long on this value. */
export class SchemaTooCostly extends Error {
  override readonly name = 'SchemaTooCostly'
}
