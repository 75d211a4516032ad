// Says where the package is. Every entry for `import` begins with this, before anything looks for
// the addon.

import origin from './origin.cjs'

origin.url = import.meta.url
