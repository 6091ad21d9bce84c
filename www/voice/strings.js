/** The sentences of recording, in English. */
export const ENGLISH = {
  VOICE__RECORDING__LABEL: 'Voice message',
  VOICE__CANCEL__LABEL: 'Cancel recording',
  VOICE__RESUME__LABEL: 'Record on',
  VOICE__SEND__LABEL: 'Send voice message',
  VOICE__REFUSED__TEXT: 'There is no access to the microphone. Allow it for this site in your browser.',
  VOICE__MISSING__TEXT: 'There is no microphone.',
  VOICE__FAILED__TEXT: 'That could not be recorded. Try again.',
};
