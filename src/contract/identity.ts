import { z } from '@hono/zod-openapi'

/** Whose page it is, as its owner says, and what of that is proved. */

const moment = z.number().openapi({ description: 'Unix seconds.', example: 1_750_000_000 })

export const ProofWaySchema = z.enum(['back-link', 'well-known', 'dns']).openapi('ProofWay', {
  description:
    '`back-link`: the page at the link has a link with `rel="me"` to the profile’s page. `well-known`: `/.well-known/laurel.json` of its host names the profile’s page. `dns`: a TXT record of its host does.',
})
export type ProofWay = z.infer<typeof ProofWaySchema>

export const LinkProofSchema = z
  .object({
    by: ProofWaySchema,
    proved_at: moment.openapi({ description: 'Since when it is proved without a break. Unix seconds.' }),
    checked_at: moment.openapi({ description: 'When it was last seen to be so. Unix seconds.' }),
  })
  .openapi('LinkProof')
export type LinkProof = z.infer<typeof LinkProofSchema>

export const IdentityLinkSchema = z
  .object({
    url: z.string().openapi({ example: 'https://ada.dev/' }),
    proof: LinkProofSchema.nullable(),
    check: z
      .object({
        checked_at: moment.nullable().openapi({ description: 'Null if it never was. Unix seconds.' }),
        failures: z.int().min(0).openapi({ description: 'Checks in a row that found no proof.' }),
      })
      .optional()
      .openapi({ description: 'How the checks go. For the owner only.' }),
  })
  .openapi('IdentityLink')
export type IdentityLink = z.infer<typeof IdentityLinkSchema>

const DISPLAY_NAME = z
  .string()
  .nullable()
  .openapi({ description: 'Shown beside the handle.', example: 'Ada Lovelace' })
const LINE = z.string().nullable().openapi({ description: 'A line about it, in plain text.' })
const PINS = z.array(z.string()).openapi({ description: 'Ids of badges, shown before all others.' })

export const IdentitySchema = z
  .object({ name: DISPLAY_NAME, line: LINE, links: z.array(IdentityLinkSchema), pins: PINS })
  .openapi('Identity')
export type Identity = z.infer<typeof IdentitySchema>

export const SetIdentitySchema = z
  .strictObject({
    name: DISPLAY_NAME.default(null),
    line: LINE.default(null),
    links: z
      .array(z.string())
      .default([])
      .openapi({ example: ['https://ada.dev/'] }),
    pins: PINS.default([]),
  })
  .openapi('SetIdentity')
export type SetIdentity = z.output<typeof SetIdentitySchema>
