import { MEDIA_TYPES } from '../render/media-types.ts'
import { PNG_SIGNATURE } from '../render/png-chunks.ts'
import { bakePng, tokenInPng } from './png.ts'
import { bakeSvg, tokenInSvg } from './svg.ts'

/** The formats that a credential comes in: routes, links, prose and extraction are made from this table. */

/** What a file is made of. */
export interface CredentialParts {
  /** The signed credential, a compact JWS. */
  jwt: string
  /** The badge image that it may be baked into. */
  svg: () => string
  png: () => Promise<Uint8Array>
}

export interface CredentialFormat {
  /** Media type of the file. */
  type: string
  /** Its link on the page of the badge, and a note beside it. */
  label: string
  note: string
  /** What it is, for the reference. */
  prose: string
  /** The credential is baked into a picture. */
  isPicture: boolean
  encode: (parts: CredentialParts) => string | Promise<string | Uint8Array<ArrayBuffer>>
  /**
   * Returns the token in a file, which is a string if its bytes are UTF-8; null if it holds none, undefined if the file
   * is of another format.
   */
  extract: (file: string | Uint8Array) => string | null | undefined
}

/** RFC 7515 section 7.1: three parts of base64url. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** By file extension, in the order of the page. */
export const CREDENTIAL_FORMATS = {
  png: {
    type: MEDIA_TYPES.png,
    label: 'PNG',
    note: 'image',
    prose: 'the badge as a PNG image with the credential inside',
    isPicture: true,
    encode: async ({ jwt, png }) => bakePng(await png(), jwt),
    extract: (file) => {
      if (typeof file === 'string' || PNG_SIGNATURE.some((byte, at) => file[at] !== byte)) return undefined
      return tokenInPng(file)
    },
  },
  svg: {
    type: MEDIA_TYPES.svg,
    label: 'SVG',
    note: 'vector image',
    prose: 'the same as an SVG image',
    isPicture: true,
    encode: ({ jwt, svg }) => bakeSvg(svg(), jwt),
    extract: (file) => (typeof file === 'string' && file.startsWith('<') ? tokenInSvg(file) : undefined),
  },
  jwt: {
    // Open Badges 3.0 section 5.2.
    type: 'text/plain; charset=UTF-8',
    label: 'JWT',
    note: 'raw token',
    prose: 'the signed credential only',
    isPicture: false,
    encode: ({ jwt }) => jwt,
    extract: (file) => {
      if (typeof file !== 'string') return undefined
      // A token copied from wrapped lines contains white space.
      const token = file.replace(/\s+/g, '')
      return COMPACT_JWS.test(token) ? token : undefined
    },
  },
} as const satisfies Record<string, CredentialFormat>

/** The same as a list, with the extension of each. */
export const CREDENTIAL_FORMAT_LIST: readonly (CredentialFormat & { extension: string })[] = Object.entries(
  CREDENTIAL_FORMATS,
).map(([extension, format]) => ({ extension, ...format }))
