/** The sentences of forwarding, in English. */
export const ENGLISH = {
  FORWARD__TITLE__LABEL: 'Forward to',
  FORWARD__FIND__LABEL: 'Search your conversations',
  FORWARD__NONE__TEXT: 'No conversation is called that.',
  FORWARD__LOST__TEXT: 'The conversations could not be loaded.',
  FORWARD__COMMENT__LABEL: 'Add a comment',
  FORWARD__SEND__ACTION: 'Forward',
  FORWARD__DONE__TEXT: 'Forwarded',
  FORWARD__GONE__TEXT: 'This message is no longer there, or you may not write in that conversation.',
  FORWARD__MUTED__TEXT: 'You cannot write in that conversation now.',
  FORWARD__SLOW__TEXT: 'That conversation is in slow mode. Wait a moment.',
  FORWARD__FILTERED__TEXT: 'A word in it is not allowed there.',
  FORWARD__OFFLINE__TEXT: 'You are offline. Try again once you are connected.',
  FORWARD__FAILED__TEXT: 'It was not forwarded. Try again.',
  FORWARD__UNSAID__TEXT: 'Forwarded, but your comment was not sent.',
};
