/** Stories of what is this device's: notifications, and the viewer of pictures. */
import { refused } from './frame.js';
import { MINUTE, now } from './people.js';

/** A picture, as a server would have it. */
function picture() {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [900, 600];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const shade = context.createLinearGradient(0, 0, 900, 600);
  shade.addColorStop(0, 'hsl(150 60% 80%)');
  shade.addColorStop(1, 'hsl(210 50% 30%)');
  context.fillStyle = shade;
  context.fillRect(0, 0, 900, 600);
  return canvas.toDataURL('image/jpeg');
}

const Word = { close: 0, previous: 1, next: 2, download: 3, zoomIn: 4, zoomOut: 5, failed: 6 };
/** @param {string} name @param {() => Promise<any>} link @returns {import('./frame.js').Story} */
const viewer = (name, link) => ({
  name,
  before: ({ panel }) => ({
    root: panel.parentElement,
    pictures: ['jar.jpg', 'kiln.jpg'].map((name, id) => ({ id: `${id}`, name })),
    at: 0,
    words: ['Close', 'Previous', 'Next', 'Download', 'Larger', 'Smaller', 'It cannot be shown.'],
    Word,
    link,
    draw: async () => Promise.reject(new Error('refused')),
    save: () => {},
    closed: () => {},
  }),
});

/** @type {import('./frame.js').Chapter[]} */
export default [
  {
    part: 'notify',
    stories: [
      { name: 'notify-loud', given: { until: '0' } },
      { name: 'notify-quiet', given: { until: `${now + 90 * MINUTE}` } },
      { name: 'notify-failed', given: { until: '0' }, answers: { do_not_disturb: refused('offline') }, then: (stage) => stage.press('.madang-notify__time') },
      { name: 'notify-nobody', given: { until: '0', me: undefined } },
    ],
  },
  {
    part: 'viewer',
    stories: [
      viewer('viewer-picture', async () => ({ original: picture(), thumbnail: picture() })),
      viewer('viewer-failed', () => Promise.reject(new Error('gone'))),
    ],
  },
];
