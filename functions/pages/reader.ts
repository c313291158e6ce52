import { createContext, useContext } from 'hono/jsx'

/** Whom a page is rendered for. */
export interface Reader {
  /** The handle of their page; null for visitors. */
  handle: string | null
}

const READER = createContext<Reader>({ handle: null })

/** Says whom the pages inside are rendered for; without it, for visitors. */
export const ReaderProvider = READER.Provider

export function useReader(): Reader {
  return useContext(READER)
}
