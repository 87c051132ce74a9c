import { useEffect, useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useTitle } from '../../shell/use-title.ts'
import { PlaceHead } from '../place-head.tsx'
import { ConnectStep } from './connect-step.tsx'
import { ImportStep } from './import-step.tsx'
import styles from './parse-page.module.css'
import { addressOf, type Place, readPlace } from './place.ts'
import { ReviewStep } from './review-step.tsx'
import { StepList, stepNames } from './step-list.tsx'

/** Moves the classes of a Parse server into tables, in three steps: where from, what, and how far it is. */
export function ParsePage() {
  const [address] = useSearchParams()
  const navigate = useNavigate()
  const place = readPlace(address)
  const go = (next: Place, isReplacing = false) => void navigate(addressOf(next), { replace: isReplacing })
  const { step } = place
  const shown = useRef<HTMLElement>(null)
  const from = useRef(step)
  useTitle(`Import from Parse: ${stepNames[step]}`)
  useEffect(() => {
    if (from.current === step) return
    from.current = step
    // The button that led here is gone, and with it the place of the keyboard.
    if (document.activeElement === document.body) shown.current?.focus({ preventScroll: true })
  }, [step])
  return (
    <div className={styles.page}>
      <PlaceHead>
        <h1>Import from Parse</h1>
      </PlaceHead>
      <StepList step={step} />
      <section ref={shown} className={styles.step} aria-label={stepNames[step]} tabIndex={-1}>
        {place.step === 'connect' && <ConnectStep connection={place.connection} onGo={go} />}
        {place.step === 'review' && <ReviewStep key={place.connection} connection={place.connection} onGo={go} />}
        {place.step === 'import' && <ImportStep key={place.execution} executionId={place.execution} onGo={go} />}
      </section>
    </div>
  )
}
