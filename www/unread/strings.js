/** The sentences of marking as unread, in English. */
export const ENGLISH = {
  UNREAD__DONE__TEXT: 'Marked as unread until you open it again.',
  UNREAD__REFUSED__TEXT: 'It was not marked as unread. Try again.',
};
