import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from '../harness/world.mjs';

const VIEWS = { small: { width: 360, height: 640 }, phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };

const TALK = {
  en: [
    ['jun', 'Good morning. How can we help?'],
    ['mina', 'Hello. Is the 32 cm moon jar still there?'],
    ['mina', 'And could you send it to Lisbon?'],
    ['jun', 'It is, and we can. We pack it in straw and two boxes; it takes about nine days.'],
    ['jun', 'Shall I put it aside for you until Saturday?'],
    ['mina', 'Please do. I will come by with my mother.'],
    ['jun', 'Wonderful. The kiln is still warm, so bring something to drink tea from.'],
  ],
  ko: [
    ['jun', '안녕하세요. 무엇을 도와드릴까요?'],
    ['mina', '달항아리 아직 있나요? 32센티짜리요.'],
    ['jun', '네, 있어요. 이번 주 토요일까지 따로 빼 둘게요.'],
    ['mina', '감사합니다. 어머니와 함께 들를게요.'],
    ['jun', '가마가 아직 따뜻해요. 찻잔 하나 들고 오세요.'],
  ],
  ar: [
    ['jun', 'صباح الخير، كيف نساعدك؟'],
    ['mina', 'هل الجرة البيضاء ما زالت متوفرة؟'],
    ['jun', 'نعم، وسنحتفظ بها لك حتى يوم السبت. (Moon jar, 32 cm)'],
    ['mina', 'شكرا جزيلا'],
  ],
  long: [
    ['jun', 'https://example.com/a/very/long/address/that/has/no/place/to/break/0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz?and=more'],
    ['mina', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'],
    ['jun', '가나다라마바사아자차카타파하'.repeat(8)],
    ['mina', '😀'.repeat(60)],
    ['jun', 'a b c\n\n  indented\n\ttab\nand seven\nlines\nin\nall'],
    ['mina', '<b>not bold</b> & <script>alert(1)</script>'],
  ],
};

async function conversation(t, talk, options) {
  const it = await world(t, options);
  it.expected.push(OFFLINE_NOISE);
  const people = { jun: await it.peer('jun'), mina: await it.peer('mina') };
  for (const [who, text] of TALK[talk] ?? []) await people[who].send(CHANNEL, text);
  return { it, jun: people.jun };
}

/** Nothing sticks out to the side, neither of the panel nor of the page. */
async function judge(widget, name) {
  const overflow = await widget.page.evaluate(() => {
    const root = document.querySelector('madang-chat').shadowRoot;
    const panel = root.querySelector('.madang-panel')?.getBoundingClientRect();
    const outside = panel ? [...root.querySelectorAll('.madang-panel *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (left < panel.left - 1 || right > panel.right + 1) && getComputedStyle(element).visibility === 'visible';
    }).map((element) => element.className) : [];
    return { outside, page: document.documentElement.scrollWidth - document.documentElement.clientWidth, gone: panel && (panel.top < 0 || panel.bottom > innerHeight || panel.left < 0 || panel.right > innerWidth) };
  });
  assert.deepEqual(overflow.outside, [], `${name}: sticks out of the panel`);
  assert.ok(overflow.page <= 0, `${name}: the page scrolls sideways by ${overflow.page}`);
  assert.ok(!overflow.gone, `${name}: the panel is out of the view`);
}

async function shoot(it, widget, name) {
  await widget.page.mouse.move(2, 2);
  await widget.page.waitForTimeout(350);
  await judge(widget, name);
  await widget.page.screenshot({ path: it.screenshotPath(`looks-${name}`) });
}

for (const [size, viewport] of Object.entries(VIEWS)) {
  const phone = size === 'desk' ? {} : { hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
  test(`a conversation at ${viewport.width}×${viewport.height}, light and dark`, { timeout: 90_000 }, async (t) => {
    const { it } = await conversation(t, 'en');
    for (const theme of ['light', 'dark']) {
      const widget = await it.visit({ user: 'mina', viewport, query: { theme }, ...phone });
      await shoot(it, widget, `${size}-${theme}-closed`);
      await widget.open();
      await widget.sees('The kiln is still warm');
      await shoot(it, widget, `${size}-${theme}`);
      await widget.page.context().close();
    }
  });
  test(`Korean, right to left, and long words at ${viewport.width}×${viewport.height}`, { timeout: 120_000 }, async (t) => {
    for (const [talk, query, last] of [['ko', { locale: 'ko' }, '가마가'], ['ar', { locale: 'ar', dir: 'rtl' }, 'شكرا'], ['long', {}, 'not bold']]) {
      await t.test(talk, async (part) => {
        const { it } = await conversation(part, talk);
        const widget = await it.visit({ user: 'mina', viewport, query, ...phone });
        await widget.launcher.click();
        await widget.sees(last);
        await shoot(it, widget, `${size}-${talk}`);
      });
    }
  });
  test(`empty, list, typing, failed, offline and error at ${viewport.width}×${viewport.height}`, { timeout: 120_000 }, async (t) => {
    const { it, jun } = await conversation(t, 'none', { folder: import.meta.dirname });
    const widget = await it.visit({ user: 'mina', viewport, ...phone });
    await widget.open();
    await shoot(it, widget, `${size}-empty`);
    await jun.send(CHANNEL, 'One moment, I will look.');
    await widget.sees('One moment');
    jun.tell('typing', { channel_id: CHANNEL, active: true });
    await widget.typing.getByText('Jun is typing').waitFor();
    await shoot(it, widget, `${size}-typing`);
    await widget.page.context().setOffline(true);
    await until(() => widget.banner.isVisible(), 'the banner');
    await widget.send('Sent when I am back');
    await widget.state('Sent when I am back', 'pending');
    await shoot(it, widget, `${size}-offline`);
    await widget.page.context().close();

    const list = await it.visit({ user: 'mina', at: '/list.html', viewport, ...phone });
    await list.launcher.click();
    await list.page.locator('.madang-channels__row').first().waitFor();
    await shoot(it, list, `${size}-list`);
    await list.page.context().close();

    const lost = await it.visit({ user: 'mina', at: '/lost.html', viewport, ...phone });
    await lost.launcher.click();
    await lost.page.getByText('does not exist').waitFor();
    await shoot(it, lost, `${size}-error`);
  });
}

test('the picture of the README', { timeout: 60_000 }, async (t) => {
  const { it } = await conversation(t, 'en');
  const widget = await it.visit({ user: 'mina', viewport: { width: 1280, height: 800 } });
  await widget.open();
  await widget.sees('The kiln is still warm');
  await widget.page.mouse.move(2, 2);
  await widget.page.waitForTimeout(400);
  await widget.page.screenshot({ path: process.env.MADANG_README_SCREENSHOT || it.screenshotPath('readme') });
});
