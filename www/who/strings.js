/** English; other languages override by key. */
export const ENGLISH = {
  WHO__TITLE__LABEL: 'Reactions',
  WHO__NOBODY__TEXT: 'Nobody has read it yet.',
  WHO__MORE__ACTION: 'Show more',
  WHO__FAILED__TEXT: 'This didn’t load.',
};
