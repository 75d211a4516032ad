// Every JavaScript example of the guide runs as it stands, by itself.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const packageFolder = new URL("..", import.meta.url);
const pages = new URL("../docs/node/", packageFolder);

for (const page of readdirSync(pages).sort()) {
  const examples = [...readFileSync(new URL(page, pages), "utf8").matchAll(/^```js\n(.*?)^```/gms)].map(([, example]) => example);
  for (const [index, example] of examples.entries()) {
    test(`docs/node/${page}, example ${index + 1}`, () => {
      execFileSync(process.execPath, ["--input-type=module", "--eval", example], { cwd: packageFolder });
    });
  }
}
