/** English of the lines that tell what happened. A locale's file overrides it by key. */
export const ENGLISH = {
  ADMIN__PERSON__NAME: '{name}',
  ADMIN__MANY__ONE: '{names} and {count} other',
  ADMIN__MANY__OTHER: '{names} and {count} others',
  ADMIN__JOINED__TEXT: '{names} joined',
  ADMIN__ADDED__TEXT: '{by} added {names}',
  ADMIN__LEFT__TEXT: '{names} left',
  ADMIN__REMOVED__TEXT: '{by} removed {names}',
  ADMIN__NAMED__TEXT: '{by} named the conversation “{name}”',
  ADMIN__UNNAMED__TEXT: '{by} removed the name of the conversation',
  ADMIN__COVER__TEXT: '{by} changed the picture',
  ADMIN__FROZEN__TEXT: '{by} let only operators write',
  ADMIN__OPENED__TEXT: '{by} let everybody write again',
  ADMIN__SLOW_MODE__TEXT: '{by} turned slow mode on: one message every {time}',
  ADMIN__SLOW_OFF__TEXT: '{by} turned slow mode off',
  ADMIN__PINNED__TEXT: '{by} pinned a message',
};
