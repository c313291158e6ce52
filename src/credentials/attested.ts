import type { Attested } from '../contract/credentials.ts'

/** What a credential attests. The wording promises no more than is known. */
export const ATTESTED = {
  scanned: {
    name: 'Computed by this server from an uploaded history',
    narrative:
      'The issuer did the counting from a history that the owner uploaded. It can’t tell whether that history is genuine.',
  },
  'self-reported': {
    name: 'Self-reported by the owner',
    narrative:
      'The owner’s machine did the counting. The issuer checked the counts for plausibility, not for truth.',
  },
  mixed: {
    name: 'Computed from an uploaded history and self-reported counts',
    narrative:
      'The issuer counted some of it from a history that the owner uploaded; the owner’s machine reported the rest. The issuer checked those counts for plausibility, not for truth.',
  },
} as const satisfies Record<Attested, { name: string; narrative: string }>

/** How the date of a credential is known. */
export const DATED: Readonly<Record<'session' | 'scan', string>> = {
  session: 'It is dated by the last activity of the session that earned it, as the history has it.',
  scan: 'The session that earned it has no usable time, so it is dated by the scan that counted it.',
}
