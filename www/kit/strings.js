/** The sentences of the pieces that parts share, in English. */
export const ENGLISH = {
  KIT__LOADING__TEXT: 'Loading',
};
