import type { LinkProof } from '../contract/identity.ts'

/** A link of a profile and how it stands. Times are Unix seconds. */
export interface StoredLink {
  url: string
  proof: LinkProof | null
  /** Null if it never was. */
  checked_at: number | null
  /** Checks in a row that found no proof. */
  failures: number
  due_at: number
}

/** Whose page it is, as its owner says. */
export interface IdentityDocument {
  name: string | null
  line: string | null
  links: StoredLink[]
  /** Ids of badges. One that is taken back stays here, and is not shown. */
  pins: string[]
  /** The root of the server, as the owner reached it: proofs name a page below it. */
  origin: string
  /** When a link was checked last, whether it is still there or not; 0 if none was. Unix seconds. */
  checked_at: number
}
