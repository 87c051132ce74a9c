import { useWorkflowNames } from './use-workflow-names.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

/** All workflows, and each: to choose which ones are shown. One that is deleted stands among them for as long as it is chosen. */
export function useWorkflowChoices(chosen: string): readonly Choice[] {
  const named = useWorkflowNames().map(({ id, name }) => ({ value: id, label: name ?? id }))
  const isKnown = chosen === '' || named.some(({ value }) => value === chosen)
  return [{ value: '', label: 'All workflows' }, ...(isKnown ? [] : [{ value: chosen, label: chosen }]), ...named]
}
