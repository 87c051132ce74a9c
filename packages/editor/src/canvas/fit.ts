/** How everything is shown at once: never larger than life. */
export const fit = { padding: 0.15, maxZoom: 1 } as const
