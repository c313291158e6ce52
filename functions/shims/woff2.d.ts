/** wrangler's rule of type `Data`: the bytes of the file. */
declare module '*.woff2' {
  const bytes: ArrayBuffer
  export default bytes
}
