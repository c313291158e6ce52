import badges from './catalogues/es/badges.json'
import documents from './catalogues/es/documents.json'
import owner from './catalogues/es/owner.json'
import pages from './catalogues/es/pages.json'
import records from './catalogues/es/records.json'
import scripts from './catalogues/es/scripts.json'
import sets from './catalogues/es/sets.json'
import ui from './catalogues/es/ui.json'
import type { Catalogue } from './language.ts'

export default {
  ...badges,
  ...documents,
  ...owner,
  ...pages,
  ...records,
  ...scripts,
  ...sets,
  ...ui,
} satisfies Catalogue
