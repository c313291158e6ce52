declare module '*.gz' {
  const bytes: Uint8Array<ArrayBuffer>
  export default bytes
}

declare module '*.md?raw' {
  const text: string
  export default text
}

declare module '*.json?raw' {
  const text: string
  export default text
}
