/** wrangler's rule of type `Data`: the bytes of the file. */
declare module '*.ttf' {
  const bytes: ArrayBuffer
  export default bytes
}
