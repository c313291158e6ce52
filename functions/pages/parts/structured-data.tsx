import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'

/** Structured data for search engines (JSON-LD 1.1). Data only: nothing runs. */
export const StructuredData: FC<{ data: object }> = ({ data }) => (
  <script type="application/ld+json">{raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>
)
