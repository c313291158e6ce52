import { createContext, useContext } from 'hono/jsx'
import type { Locale } from '../../src/language/language.ts'

/** Where the page being rendered is. */
export interface Address {
  /** Scheme and host, without a slash at the end. */
  origin: string
  /** The language that the address itself names; null where the reader's decides. */
  locale: Locale | null
}

const ADDRESS = createContext<Address>({ origin: '', locale: null })

/** Says where the pages inside are; without it, at addresses that name no language. */
export const AddressProvider = ADDRESS.Provider

export function useAddress(): Address {
  return useContext(ADDRESS)
}
