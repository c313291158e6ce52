declare module '*.gz' {
  const bytes: Uint8Array<ArrayBuffer>
  export default bytes
}

declare module '*.json?raw' {
  const text: string
  export default text
}
