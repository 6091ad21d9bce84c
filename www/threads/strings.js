/** The sentences of the list of threads, in English. */
export const ENGLISH = {
  THREADS__NONE__TEXT: 'You don’t follow any threads yet. Reply in one to see it here.',
  THREADS__FAILED__TEXT: 'Your threads didn’t load.',
  THREADS__NEW__TEXT: 'New replies: {count}',
  THREADS__LAST__TEXT: '{name}: {text}',
  THREADS__DELETED__TEXT: 'This message was deleted',
  THREADS__MORE__LABEL: 'Show more',
};
