import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'

/** Facts about a page for search engines (JSON-LD 1.1). A block of data: nothing runs. */
export const StructuredData: FC<{ data: object }> = ({ data }) => (
  <script type="application/ld+json">{raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>
)
