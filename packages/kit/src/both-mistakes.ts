import type { ParamMistake } from '@millrace/engine'

/** One mistake per place: where the schema has spoken, the node's own check says it only again. */
export function bothMistakes(bySchema: readonly ParamMistake[], byCheck: readonly ParamMistake[]): readonly ParamMistake[] {
  const places = new Set(bySchema.map(({ path }) => path.join('.')))
  return [...bySchema, ...byCheck.filter(({ path }) => !places.has(path.join('.')))]
}
