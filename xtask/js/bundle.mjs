// Bundles and minifies one entry with esbuild, to the standard output: `bundle.mjs <iife|esm|css> <entry> [<defines>]`.
// A style sheet that a script imports becomes a string, minified as well.
import { build, transform } from "esbuild";
import { readFile } from "node:fs/promises";

const [format, entry, defines] = process.argv.slice(2);
const target = ["es2022", "chrome111", "firefox114", "safari16.4"];

const sheets = {
  name: "sheets",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  target,
  tsconfigRaw: "{}", // or every script begins with "use strict", which modules and classes are anyway
  ...(format === "css" ? { loader: { ".svg": "dataurl" } } : { format, plugins: [sheets], loader: { ".svg": "text" } }),
  define: defines ? JSON.parse(defines) : {},
});
process.stdout.write(outputFiles[0].text.trimEnd());
