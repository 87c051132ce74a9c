import { type ComponentType, createElement, type FunctionComponent, lazy, useState } from 'react'

export interface LatePart<Props> extends FunctionComponent<Props> {
  /** Fetches it beforehand. */
  load(): Promise<unknown>
}

/**
 * What is loaded when it is first shown. Once it has come it stands there at once: `lazy` alone would wait for it even then, some 300 ms of which
 * every key is lost.
 */
export function latePart<Props extends object>(loadPart: () => Promise<ComponentType<Props>>): LatePart<Props> {
  let come: ComponentType<Props> | undefined
  const load = async () => {
    come ??= await loadPart()
    return { default: come }
  }
  const Late: ComponentType<Props> = lazy(load)
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, as `lazy` is.
  function Part(props: Props) {
    const [Shown] = useState(() => come ?? Late)
    return createElement(Shown, props)
  }
  return Object.assign(Part, { load })
}
