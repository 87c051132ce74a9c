export function App() {
  return <h1>Millrace</h1>
}
