/** Numbers of the core's table for each event: where its type, its last event ID and its data begin and end in the text. */
export const ROW = 6;
