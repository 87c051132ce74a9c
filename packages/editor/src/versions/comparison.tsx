import { Equal } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Empty } from '../design/empty.tsx'
import { Loading } from '../design/loading.tsx'
import { SplitPane } from '../design/split-pane.tsx'
import type { Layout } from '../model/layout-file.ts'
import type { Types } from '../model/type-facts.ts'
import { compareVersions } from '../model/versions/compare-versions.ts'
import { readText } from '../model/workflow-text.ts'
import { useActions } from '../shell/actions.ts'
import { ChangeList } from './change-list.tsx'
import styles from './comparison.module.css'
import { TextDiff } from './text-diff.tsx'

// React Flow is not needed to read texts.
const ComparedCanvas = lazy(() => import('./compared-canvas.tsx').then(({ ComparedCanvas }) => ({ default: ComparedCanvas })))

interface ComparisonProps {
  readonly look: 'canvas' | 'text'
  readonly left: string
  readonly right: string
  readonly names: readonly [left: string, right: string]
  readonly types: Types
  readonly layout: Layout
}

/** Two texts beside each other, or both on one canvas; the first change is selected. */
export function Comparison({ look, left, right, names, types, layout }: ComparisonProps) {
  const compared = useMemo(() => compareVersions(readText(left), readText(right), types, layout), [left, right, types, layout])
  const { changes } = compared
  const [chosen, setChosen] = useState<string>()
  const index = Math.max(
    0,
    changes.findIndex(({ key }) => key === chosen),
  )
  const selected = changes[index]?.key
  const step = (by: number) => setChosen(changes[(index + by + changes.length) % changes.length]?.key)
  const isNone = changes.length === 0
  useActions([
    { id: 'next-change', name: 'Next change', group: 'Versions', keys: ['n'], isDisabled: isNone, run: () => step(1) },
    { id: 'previous-change', name: 'Previous change', group: 'Versions', keys: ['p'], isDisabled: isNone, run: () => step(-1) },
  ])

  if (left === right)
    return (
      <Empty icon={Equal} title="They say the same">
        {names[0]} and {names[1]} are the same text, letter by letter. Choose another one in the list.
      </Empty>
    )
  if (look === 'text') return <TextDiff left={left} right={right} leftName={names[0]} rightName={names[1]} />
  if (isNone)
    return (
      <Empty icon={Equal} title="They do the same">
        Only the text differs: comments, quotes, or the order of its lines. Look at the text to see where.
      </Empty>
    )
  return (
    <SplitPane
      id="versions-changes"
      label="Width of the changes"
      sized="second"
      initial={360}
      min={240}
      first={
        <div className={styles.canvas}>
          <Suspense fallback={<Loading what="the canvas" />}>
            <ComparedCanvas compared={compared} selected={selected} onSelect={setChosen} />
          </Suspense>
        </div>
      }
      second={<ChangeList changes={changes} selected={selected} onSelect={setChosen} onStep={step} />}
    />
  )
}
