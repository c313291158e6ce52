import badges from './catalogues/fr/badges.json'
import documents from './catalogues/fr/documents.json'
import owner from './catalogues/fr/owner.json'
import pages from './catalogues/fr/pages.json'
import records from './catalogues/fr/records.json'
import scripts from './catalogues/fr/scripts.json'
import sets from './catalogues/fr/sets.json'
import ui from './catalogues/fr/ui.json'
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
