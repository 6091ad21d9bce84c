import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

/** What a message's text is made of: tags with their words. */
const drawn = (widget, words) =>
  widget.row(words).first().locator('.madang-message__text').evaluate((text) =>
    [...text.querySelectorAll('*')].filter((node) => !node.closest('.madang-block-code__head')).map((node) => `${node.localName}: ${node.textContent}`),
  );

async function two(t) {
  const it = await world(t, { folder: import.meta.dirname });
  const permissions = ['clipboard-read', 'clipboard-write'];
  const mina = await it.visit({ user: 'mina', permissions });
  const jun = await it.visit({ user: 'jun', permissions });
  for (const someone of [mina, jun]) await someone.open();
  return { it, mina, jun };
}

test('what is typed with marks is shown without them, to its author at once and to the other, and after a reload', { timeout: 90_000 }, async (t) => {
  const { it, mina, jun } = await two(t);
  const typed = '**굵게**는 _기울임_, ~~gone~~ and `**code**` at https://a.example/b_c_d, [shop](https://shop.example)';
  const expected = ['strong: 굵게', 'em: 기울임', 's: gone', 'code: **code**', 'a: https://a.example/b_c_d', 'a: shop'];
  await mina.send(typed);
  for (const someone of [mina, jun]) {
    await until(async () => (await drawn(someone, '굵게는').catch(() => [])).length === 6, 'the formatted text');
    assert.deepEqual(await drawn(someone, '굵게는'), expected);
    assert.equal(await someone.row('굵게는').first().locator('.madang-message__text').textContent(), '굵게는 기울임, gone and **code** at https://a.example/b_c_d, shop');
    const link = someone.page.getByRole('link', { name: 'shop' });
    assert.deepEqual(
      await link.evaluate((node) => [node.getAttribute('href'), node.rel, node.target]),
      ['https://shop.example', 'noopener noreferrer nofollow', '_blank'],
    );
  }
  assert.equal(await mina.messages.count(), 1, 'once, not as typed and as read');
  await mina.page.reload();
  await mina.open();
  await mina.sees('굵게는');
  assert.deepEqual(await drawn(mina, '굵게는'), expected);

  // The author edits what was typed.
  await mina.act('굵게는', 'Edit');
  await until(async () => (await mina.input.inputValue()) === typed, 'the marks in the field');
  await mina.input.press('End');
  await mina.input.pressSequentially(' **more**');
  await mina.input.press('Enter');
  await jun.sees('shop more');
  assert.deepEqual((await drawn(jun, 'shop more')).at(-1), 'strong: more');
  await mina.sees('shop more');
  await mina.act('shop more', 'Copy');
  await until(async () => (await mina.page.evaluate(() => navigator.clipboard.readText())).endsWith('shop more'), 'plain text on the clipboard');

  const stored = await (await it.peer('judge')).history(CHANNEL);
  assert.deepEqual([stored.length, stored[0].source], [1, `${typed} **more**`]);
});

test('HTML, a dangerous link and an address in disguise stay characters', { timeout: 60_000 }, async (t) => {
  const { mina, jun } = await two(t);
  for (const text of ['<b>x</b><img src=x onerror=alert(1)>', '[click](javascript:alert(1))', '![a](data:text/html,b)']) {
    await mina.send(text);
    await jun.sees(text);
    assert.deepEqual(await drawn(jun, text), []);
  }
  await mina.send('[https://bank.example](https://evil.example)');
  await jun.sees('[https://bank.example](https://evil.example)');
  assert.deepEqual(await drawn(jun, 'bank.example'), ['a: https://bank.example', 'a: https://evil.example']);
});

test('code is copied as it was written, and a quote stands apart', { timeout: 60_000 }, async (t) => {
  const { mina, jun } = await two(t);
  await mina.send('> so **said** he\nlook:\n```rust\nfn main() {\n    let a = "**x**";\n}\n```\ndone');
  await jun.sees('done');
  const row = jun.row('done').first();
  assert.equal(await row.locator('blockquote').textContent(), 'so said he');
  assert.equal(await row.locator('pre').textContent(), 'fn main() {\n    let a = "**x**";\n}');
  assert.equal(await row.locator('.madang-block-code__language').textContent(), 'rust');
  await row.getByRole('button', { name: 'Copy code' }).click();
  await until(async () => (await jun.page.evaluate(() => navigator.clipboard.readText())) === 'fn main() {\n    let a = "**x**";\n}', 'the code on the clipboard');
  assert.equal(await jun.page.locator('.madang-menu').count(), 0, 'copying opens no menu');
});

test('a long text folds, and unfolds by keyboard; one to three emoji are large', { timeout: 60_000 }, async (t) => {
  const { mina, jun } = await two(t);
  await mina.send(Array.from({ length: 30 }, (_, line) => `line ${line + 1}`).join('\n'));
  await jun.sees('line 1');
  const row = jun.row('line 1').first();
  const text = () => row.locator('.madang-message__text').textContent();
  assert.equal((await text()).split('\n').length, 10);
  const more = row.getByRole('button', { name: 'Show more' });
  assert.equal(await more.getAttribute('aria-expanded'), 'false');
  await more.focus();
  await jun.page.keyboard.press('Enter');
  await until(async () => (await text()).endsWith('line 30'), 'the whole text');
  const less = row.getByRole('button', { name: 'Show less' });
  await until(() => less.evaluate((button) => button.getRootNode().activeElement === button), 'the focus to stay');
  await jun.page.keyboard.press('Enter');
  await until(async () => (await text()).endsWith('…'), 'the folded text');

  await mina.send('👩‍🚀🇰🇷❤️');
  await jun.sees('👩‍🚀🇰🇷❤️');
  await mina.send('👩‍🚀 ok');
  await jun.sees('👩‍🚀 ok');
  const size = (words) => jun.row(words).first().locator('.madang-message__text').evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
  assert.ok((await size('🇰🇷')) > 2 * (await size('👩‍🚀 ok')));
});

test('marks in Arabic keep its direction', { timeout: 60_000 }, async (t) => {
  const { mina, jun } = await two(t);
  await mina.send('مرحبا **بكم** في `code` الحديقة');
  await jun.sees('مرحبا بكم');
  assert.deepEqual(await drawn(jun, 'مرحبا بكم'), ['strong: بكم', 'code: code']);
  const text = jun.row('مرحبا بكم').first().locator('.madang-message__text');
  assert.equal(await text.evaluate((node) => getComputedStyle(node).direction), 'rtl');
});

test('Ctrl+B and Ctrl+I mark what is selected, and the hint stands where there is room', { timeout: 60_000 }, async (t) => {
  const { it, mina } = await two(t);
  await mina.input.fill('one two');
  await mina.input.press('Control+a');
  await mina.input.press('Control+b');
  assert.equal(await mina.input.inputValue(), '**one two**');
  await mina.input.press('Control+b');
  assert.equal(await mina.input.inputValue(), 'one two');
  await mina.input.press('Control+i');
  assert.equal(await mina.input.inputValue(), '_one two_');
  await mina.input.press('Control+z');
  assert.equal(await mina.input.inputValue(), 'one two', 'it can be undone');
  const hint = mina.page.locator('.madang-composer__hint');
  assert.equal(await hint.isVisible(), false, 'not in a narrow window');
  const wide = await it.visit({ user: 'mina', at: '/inline.html' });
  await wide.input.waitFor();
  const shown = wide.page.locator('.madang-composer__hint');
  await wide.input.fill('something');
  await until(() => shown.isVisible(), 'the hint');
  await wide.input.fill('');
  await until(async () => !(await shown.isVisible()), 'no hint over an empty field');
});
