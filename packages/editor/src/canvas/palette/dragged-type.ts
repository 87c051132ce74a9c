/** What a type from the palette is called while it is dragged. */
export const draggedType = 'application/x-millrace-type'
