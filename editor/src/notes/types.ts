/** Notes to colleagues, as the server gives them. */
export interface Remark { id: number; by: string; mine: boolean; at: string; iso: string; text: string; edited: boolean; deleted: boolean }

export interface Anchor {
  /** The shared document in which the two ends are places; empty: there are none, or the note is on the whole story. */
  epoch: string;
  /** Relative positions as JSON. */
  from: string;
  to: string;
}

export interface Note extends Anchor {
  id: number;
  /** The words it stood on; empty: the whole story. */
  quote: string;
  done: { by: string; at: string } | null;
  /** Whether it asks for the attention of this person. */
  called: boolean;
  /** The note itself, then its replies. */
  remarks: Remark[];
}

/** Somebody who can be mentioned; `as` is what stands after the @. */
export interface Colleague { name: string; as: string }

export interface NoteList { version: number; note: number | null; /** The name of this person, who is not among `people`. */ me: string; people: Colleague[]; notes: Note[] }

/** Words of the story: in its text (positions) or in a field of its head (offsets). */
export interface Place { field: "text" | "headline" | "standfirst"; from: number; to: number }
