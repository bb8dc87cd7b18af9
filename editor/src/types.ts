/** Shapes exchanged with the server: the bootstrap of the editor's page, the copy, pictures and answers. */

/** A node of the document as ProseMirror's JSON; the server validates the same model. */
export interface DocumentJSON {
  type: string;
  attrs?: Record<string, unknown>;
  content?: DocumentJSON[];
  text?: string;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
}

export interface Byline {
  name: string;
  /** Empty for a person the paper does not know yet. */
  slug: string;
}

export interface Dateline {
  place: string;
  /** A calendar date, `2018-03-28`. */
  date: string;
}

export interface PictureAttrs {
  /** 64 hex digits: SHA-256 of the stored original. */
  picture: string;
  alt: string;
  caption: string;
  credit: string;
  /** The part that this use shows, `100,50,800,600` in thousandths; absent: the whole picture. */
  crop?: string | null;
  /** The focal point of this use, `500,400` in thousandths; absent: the picture's own. */
  focus?: string | null;
}

/** What a reporter writes; a revision freezes it. */
export interface Copy {
  headline: string;
  standfirst: string;
  slug: string;
  slugline: string;
  language: string;
  kicker: string;
  bylines: Byline[];
  dateline: Dateline | null;
  section: string;
  storyline: string;
  tags: string[];
  picture: PictureAttrs | null;
  body: DocumentJSON;
}

/** A picture as the server knows it; `focus` is [across, down], each from 0 to 1. */
export interface PictureRecord {
  id: string;
  width: number;
  height: number;
  src: string;
  focus: [number, number];
  alt: string;
  caption: string;
  credit: string;
  creator?: string;
  rights?: string;
  /** Last day on which readers may have it, `2018-04-30`. */
  rights_end?: string | null;
  /** Whether that day is over: readers do not get it. */
  ended?: boolean;
}

/** The JSON in `<script id="story">`. */
export interface Bootstrap {
  id: number;
  version: number;
  state: string;
  state_text: string;
  address: string;
  copy: Copy;
  sections: { slug: string; name: string }[];
  storylines: { slug: string; title: string }[];
  people: { slug: string; name: string }[];
  tags: string[];
  zone: string;
  /** How many words were asked for; 0 or absent: none. */
  length?: number;
  pictures: Record<string, Omit<PictureRecord, "id">>;
  files?: Record<string, import("./media/files").FileRecord>;
}

/** Every refusal of the server: one sentence and a next step. */
export interface Refusal {
  error: string;
  next: string;
}
