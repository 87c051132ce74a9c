import { compileTemplate, type Json } from '@millrace/engine'
import type { Draft } from '../draft.ts'
import { isInputName } from '../triggers/convert-trigger.ts'

/** The inputs that nodes read and that nobody has declared. */
export function inputsRead(drafts: readonly Draft[], declared: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const names = new Set<string>()
  const look = (draft: Draft): void => {
    for (const { root, path } of compileTemplate(draft.with).template.references) {
      const [name] = path
      if (root === 'inputs' && name !== undefined && isInputName(name) && !Object.hasOwn(declared, name)) names.add(name)
    }
    draft.nodes?.forEach(look)
  }
  drafts.forEach(look)
  return Object.fromEntries([...names].map((name) => [name, {}]))
}
