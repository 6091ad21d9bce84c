/** The sentences of the list of threads, in English. */
export const ENGLISH = {
  THREADS__NONE__TEXT: 'You follow no thread yet. Reply in one, and it is here.',
  THREADS__FAILED__TEXT: 'Your threads did not load. Try again.',
  THREADS__NEW__TEXT: 'New replies: {count}',
  THREADS__LAST__TEXT: '{name}: {text}',
  THREADS__DELETED__TEXT: 'This message was deleted',
  THREADS__MORE__LABEL: 'Show more',
};
