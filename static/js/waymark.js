// Entry: small improvements to pages that already work without any script. Nothing here tracks or calls elsewhere.

import { startBack } from "./back.js";
import { startColumns } from "./columns.js";
import { startErrors } from "./errors.js";
import { startFilters } from "./filters.js";
import { startSuggest } from "./suggest.js";
import { startTools } from "./tools.js";
import { startTray } from "./tray.js";

for (const start of [startBack, startErrors, startFilters, startSuggest, startTray, startColumns, startTools]) {
  try {
    start(document);
  } catch (error) {
    console.error(error); // one broken improvement must not take the others with it
  }
}
