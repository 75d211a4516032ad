// The README's Node examples run as they stand.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const packageFolder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("../README.md", packageFolder), "utf8");
const examples = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, example]) => example);

test("the README has an example for Node", () => assert.ok(examples.length > 0));

for (const [index, example] of examples.entries()) {
  test(`README example ${index + 1}`, () => {
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", example], { cwd: packageFolder, encoding: "utf8" });
    assert.equal(output, "alice\n");
  });
}
