/** Pictures as a camera writes them, made by the browser itself. */

/** A JPEG of this size; `telling` puts a place and a turn by a quarter into its EXIF. */
export async function jpeg(page, width, height, { hue = 150, telling = false } = {}) {
  const bytes = await page.evaluate(
    async ([wide, high, tone]) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [wide, high];
      const context = canvas.getContext('2d');
      const shade = context.createLinearGradient(0, 0, wide, high);
      shade.addColorStop(0, `hsl(${tone} 60% 80%)`);
      shade.addColorStop(1, `hsl(${tone + 60} 50% 30%)`);
      context.fillStyle = shade;
      context.fillRect(0, 0, wide, high);
      context.fillStyle = `hsl(${tone + 180} 45% 62%)`;
      context.beginPath();
      context.arc(wide * 0.4, high * 0.55, Math.min(wide, high) * 0.28, 0, 7);
      context.fill();
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [width, height, hue],
  );
  const plain = Buffer.from(bytes);
  if (!telling) return plain;
  const orientation = Buffer.from('49492a000800000001001201030001000000060000000000000000', 'hex');
  const block = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), orientation, Buffer.from('GPS 37.5665 N 126.9780 E')]);
  const head = Buffer.from([0xff, 0xe1, (block.length + 2) >> 8, (block.length + 2) & 255]);
  return Buffer.concat([plain.subarray(0, 2), head, block, plain.subarray(2)]);
}

/** Chooses files as from the system's dialog: `[name, mime, bytes]` each. */
export const choose = (widget, ...files) =>
  widget.page.locator('.madang-composer__attach input[type=file]').setInputFiles(files.map(([name, mimeType, buffer]) => ({ name, mimeType, buffer })));
