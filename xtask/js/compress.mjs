// Writes `<file>.br` and `<file>.gz` beside each file named on the standard input, one a line, when it has none.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const files = readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const file of files) {
  if (existsSync(`${file}.br`) && existsSync(`${file}.gz`)) continue;
  const content = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
