/** Lets the canvas hear the keys, whichever of its nodes has the focus next. */
export function giveKeysToCanvas(): void {
  document.querySelector<HTMLElement>('[data-canvas-keys]')?.focus({ preventScroll: true })
}
