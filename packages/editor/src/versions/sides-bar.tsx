import { ArrowLeftRight } from 'lucide-react'
import { IconButton } from '../design/icon-button.tsx'
import { Select } from '../design/select.tsx'
import styles from './sides-bar.module.css'
import { readSide, type Side, sideName, type Version } from './version-side.ts'

interface SidesBarProps {
  readonly versions: readonly Version[]
  readonly hasDraft: boolean
  readonly left: Side | undefined
  readonly right: Side | undefined
  onShow(left: Side | undefined, right: Side | undefined): void
}

/** Which two are compared. */
export function SidesBar({ versions, hasDraft, left, right, onShow }: SidesBarProps) {
  const listed: readonly Side[] = [...(hasDraft ? (['draft'] as const) : []), ...versions.map(({ version }) => version)]
  // An address may name one that is further down the list than was read.
  const sides = [...new Set([...listed, left, right])].filter((side) => side !== undefined)
  const notes = new Map<Side, string | undefined>(versions.map(({ version, note }) => [version, note]))
  const options = sides.map((side) => {
    const help = notes.get(side)
    return { value: String(side), label: sideName(side), ...(help !== undefined && { help }) }
  })
  const choose = (label: string, side: Side | undefined, set: (side: Side | undefined) => void) => (
    <div className={styles.side}>
      <Select
        label={label}
        isLabelHidden
        options={options}
        value={side === undefined ? null : String(side)}
        onChange={(text) => set(readSide(text))}
      />
    </div>
  )
  return (
    <div className={styles.bar}>
      {choose('Left side', left, (side) => onShow(side, right))}
      <IconButton icon={ArrowLeftRight} label="Swap the sides" onClick={() => onShow(right, left)} />
      {choose('Right side', right, (side) => onShow(left, side))}
    </div>
  )
}
