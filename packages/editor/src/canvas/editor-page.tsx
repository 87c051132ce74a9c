export function EditorPage() {
  return <h1>Canvas</h1>
}
