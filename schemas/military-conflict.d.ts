/**
 * The types of a record, made by `make schema` from the JSON Schema; do not edit.
 *
 * Schema: military-conflict.schema.json, SHA-256 d428817fbe98ab51b163ec1dba0a795c08c65f90de4401dd189c8cb90c190d35
 */

/**
 * The content of one military-conflict infobox of a Wikipedia page. Empty fields are left out.
 */
export interface Conflict {
  /**
   * Name and version of the record's format: military-conflict/1.N.
   */
  schema: "military-conflict/1" | "military-conflict/1.0" | "military-conflict/1.1";
  /**
   * The page it was read from.
   */
  page?: Page;
  /**
   * The template call it was read from.
   */
  template?: TemplateUse;
  /**
   * Name of the conflict.
   */
  conflict?: Text;
  /**
   * The larger conflict.
   */
  partof?: Text;
  /**
   * The picture at the top.
   */
  image?: Image;
  /**
   * Width of the box, as written.
   */
  width?: string;
  /**
   * When it happened.
   */
  date?: Date;
  /**
   * Where it happened.
   */
  place?: Text;
  /**
   * Where it happened, in degrees.
   */
  coordinates?: Coordinates;
  /**
   * What was done.
   */
  action?: Text;
  /**
   * How it stands; if given, the template does not show the result.
   */
  status?: Text;
  /**
   * How it ended.
   */
  result?: Result;
  /**
   * What changed hands.
   */
  territory?: Item[];
  /**
   * Title of the combatants' row.
   */
  combatants_header?: Text;
  /**
   * Title of the units' row.
   */
  units_header?: Text;
  /**
   * Title of the strengths' row.
   */
  strengths_header?: Text;
  /**
   * Title of the political support's row.
   */
  polstrengths_header?: Text;
  /**
   * Title of the military support's row.
   */
  milstrengths_header?: Text;
  /**
   * Title of the casualties' row.
   */
  casualties_header?: Text;
  /**
   * The sides, in the template's order; two at least.
   */
  sides?: Side[];
  /**
   * The row that stands under all sides.
   */
  joint?: Side;
  /**
   * Notes at the foot of the box.
   */
  notes?: Text;
  /**
   * Text below the box.
   */
  below?: Text;
  /**
   * The `map_…` parameters as written, by name.
   */
  map?: {
    [k: string]: string;
  };
  /**
   * Navigation boxes below.
   */
  campaignbox?: Text;
  /**
   * Parameters that the template does not show, positional ones too: the wikitext as written, by name.
   */
  other?: {
    [k: string]: string;
  };
  /**
   * Names of unknown templates in the values.
   */
  unresolved?: string[];
  /**
   * What is wrong with the infobox, on request.
   */
  findings?: RecordedFinding[];
  /**
   * The infobox's own wikitext, on request.
   */
  source?: string;
}
/**
 * Where the record came from, as far as the input states it.
 */
export interface Page {
  /**
   * Title of the page.
   */
  title?: string;
  /**
   * Number of the page in its wiki.
   */
  id?: number;
  /**
   * Number of the page's namespace; 0 for articles, 10 for templates.
   */
  namespace?: number;
  /**
   * Number of the revision that was read.
   */
  revision?: number;
  /**
   * When the revision was saved, UTC.
   */
  timestamp?: string;
  /**
   * Database name of the wiki.
   */
  wiki?: string;
}
/**
 * The template call of the page from which the record was read.
 */
export interface TemplateUse {
  /**
   * The template's name as written.
   */
  name?: string;
  /**
   * Code point of the page's wikitext at which the infobox begins.
   */
  start?: number;
  /**
   * Code point after the infobox's last.
   */
  end?: number;
  /**
   * Which of the page's infoboxes this is, from 1, if it has several.
   */
  number?: number;
}
/**
 * A value that is words.
 */
export interface Text {
  /**
   * What a reader sees, markup resolved; references, notes and comments taken out.
   */
  text?: string;
  /**
   * Links of the words, in order.
   */
  links?: Link[];
  /**
   * Flags and small pictures, in order.
   */
  flags?: Flag[];
  /**
   * Citations on the words.
   */
  references?: Reference[];
  /**
   * Notes on the words.
   */
  notes?: Note[];
  /**
   * Templates kept as written.
   */
  templates?: Unresolved[];
  /**
   * Where it stands in the page, on request.
   *
   * @minItems 2
   * @maxItems 2
   */
  span?: [number, number];
}
/**
 * One link of a value.
 */
export interface Link {
  /**
   * Page that is linked, underscores as spaces, first letter as written; the address of an external link; left out for a section of the page itself.
   */
  target?: string;
  /**
   * Words of the link that a reader sees.
   */
  text?: string;
  /**
   * Section of the page, without `#`.
   */
  section?: string;
  /**
   * Prefix of another wiki or language.
   */
  wiki?: string;
  /**
   * True if the target is an address on the web.
   */
  external?: boolean;
}
/**
 * One flag or other small picture before a name.
 */
export interface Flag {
  /**
   * Whose flag, as written.
   */
  of?: string;
  /**
   * Which of its flags.
   */
  variant?: string;
  /**
   * File name, if the page names the picture itself.
   */
  image?: string;
}
/**
 * One citation.
 */
export interface Reference {
  /**
   * Name under which the page can cite it again.
   */
  name?: string;
  /**
   * Group of the citation.
   */
  group?: string;
  /**
   * Words of the citation as far as they are given here.
   */
  text?: string;
  /**
   * As written on the page.
   */
  wikitext?: string;
}
/**
 * One explanatory note, or a remark of editors such as `citation needed`.
 */
export interface Note {
  /**
   * Name under which the page can show it again.
   */
  name?: string;
  /**
   * Group of the note.
   */
  group?: string;
  /**
   * Words of the note.
   */
  text?: string;
  /**
   * As written on the page.
   */
  wikitext?: string;
}
/**
 * A template that shows something of its own: kept as written, because the record cannot hold it.
 */
export interface Unresolved {
  /**
   * The template's name.
   */
  name: string;
  /**
   * Words of the item that stand for it.
   */
  text?: string;
  /**
   * As written on the page.
   */
  wikitext?: string;
}
/**
 * The picture at the top.
 */
export interface Image {
  /**
   * File name without `File:`.
   */
  file?: string;
  /**
   * Size as written.
   */
  size?: string;
  /**
   * Size as a share of the reader's usual one, as written.
   */
  upright?: string;
  /**
   * Words for people who cannot see the picture.
   */
  alt?: string;
  /**
   * Words under the picture.
   */
  caption?: Text;
  /**
   * The parameter as written, if it is more than a file name.
   */
  wikitext?: string;
}
/**
 * When it happened: EDTF (ISO 8601-2) at the precision of the page.
 */
export interface Date {
  /**
   * What a reader sees, markup resolved; references, notes and comments taken out.
   */
  text?: string;
  /**
   * Links of the words, in order.
   */
  links?: Link[];
  /**
   * Flags and small pictures, in order.
   */
  flags?: Flag[];
  /**
   * Citations on the words.
   */
  references?: Reference[];
  /**
   * Notes on the words.
   */
  notes?: Note[];
  /**
   * Templates kept as written.
   */
  templates?: Unresolved[];
  /**
   * Where it stands in the page, on request.
   *
   * @minItems 2
   * @maxItems 2
   */
  span?: [number, number];
  /**
   * First day, month, year or century, EDTF.
   */
  start?: string;
  /**
   * Last day, month, year or century, EDTF; equal to `start` for one day.
   */
  end?: string;
  /**
   * True if the page states that it goes on.
   */
  ongoing?: boolean;
  /**
   * The stretches of time, if the page names several.
   */
  phases?: Phase[];
  /**
   * The same in the Julian calendar, if the page gives both.
   */
  old_style?: Phase;
}
/**
 * One of several stretches of time that a date names.
 */
export interface Phase {
  /**
   * First day, month or year, EDTF.
   */
  start?: string;
  /**
   * Last day, month or year, EDTF.
   */
  end?: string;
}
/**
 * Where it happened: decimal degrees, north and east positive.
 */
export interface Coordinates {
  /**
   * Degrees, north positive.
   */
  latitude?: number;
  /**
   * Degrees, east positive.
   */
  longitude?: number;
  /**
   * What the parameter states beside or instead of coordinates.
   */
  text?: string;
  /**
   * Links of that text.
   */
  links?: Link[];
  /**
   * Citations on the coordinates.
   */
  references?: Reference[];
  /**
   * Notes on the coordinates.
   */
  notes?: Note[];
  /**
   * Templates kept as written.
   */
  templates?: Unresolved[];
  /**
   * Where they stand in the page, on request.
   *
   * @minItems 2
   * @maxItems 2
   */
  span?: [number, number];
}
/**
 * How it ended.
 */
export interface Result {
  /**
   * Kind of ending.
   */
  outcome?:
    | "agreement"
    | "ceasefire"
    | "decisive_victory"
    | "failure"
    | "inconclusive"
    | "other"
    | "pyrrhic_victory"
    | "stalemate"
    | "victory"
    | "withdrawal";
  /**
   * Who won, as the page words it.
   */
  victor?: string;
  /**
   * Numbers, from 1, of the sides that these words name, if it is certain.
   */
  sides?: number[];
  /**
   * The lines of the result.
   */
  items?: Item[];
}
/**
 * One line of a list, in whatever form the page writes the list.
 */
export interface Item {
  /**
   * What a reader sees, markup resolved; references, notes and comments taken out.
   */
  text?: string;
  /**
   * Links of the words, in order.
   */
  links?: Link[];
  /**
   * Flags and small pictures, in order.
   */
  flags?: Flag[];
  /**
   * Citations on the words.
   */
  references?: Reference[];
  /**
   * Notes on the words.
   */
  notes?: Note[];
  /**
   * Templates kept as written.
   */
  templates?: Unresolved[];
  /**
   * Where it stands in the page, on request.
   *
   * @minItems 2
   * @maxItems 2
   */
  span?: [number, number];
  /**
   * Combatants, commanders, units: the words without qualifiers and without a heading's colon.
   */
  name?: string;
  /**
   * What became of the person.
   */
  fates?: (
    | "absent_without_leave"
    | "assassinated"
    | "defected"
    | "died"
    | "died_of_wounds"
    | "executed"
    | "killed_in_action"
    | "missing_in_action"
    | "presumed_killed"
    | "prisoner_of_war"
    | "suicide"
    | "surrendered"
    | "wounded_in_action"
  )[];
  /**
   * Pages that a fate marker links to.
   */
  fate_links?: Link[];
  /**
   * What stands in parentheses or small print after the name, without the parentheses.
   */
  qualifiers?: string[];
  /**
   * The time that a qualifier names.
   */
  period?: Period;
  /**
   * Strength and casualties: the figures of the line.
   */
  quantities?: Quantity[];
  /**
   * True for a line that only titles what follows.
   */
  heading?: boolean;
  /**
   * True for the first item after a horizontal rule.
   */
  rule?: boolean;
  /**
   * Extra row of the template that the item stands in.
   */
  row?: "a" | "b" | "c" | "d";
  /**
   * The items under this one.
   */
  items?: Item[];
}
/**
 * A time that a qualifier names.
 */
export interface Period {
  /**
   * First day, month or year, EDTF.
   */
  start?: string;
  /**
   * Last day, month or year, EDTF.
   */
  end?: string;
}
/**
 * One figure of a strength or of casualties.
 */
export interface Quantity {
  /**
   * Lowest number that the page allows.
   */
  low?: number;
  /**
   * Highest number; left out for `650+` and `at least`.
   */
  high?: number;
  /**
   * True if the page states that the figure is not exact.
   */
  about?: boolean;
  /**
   * What is counted, the noun alone; the participle if there is no noun.
   */
  unit?: string;
  /**
   * What happened to the people or things counted, if the words state it.
   */
  kind?:
    | "captured"
    | "captured_or_missing"
    | "casualties"
    | "damaged"
    | "deserted"
    | "destroyed"
    | "destroyed_or_captured"
    | "destroyed_or_damaged"
    | "displaced"
    | "killed"
    | "killed_captured_or_missing"
    | "killed_or_captured"
    | "killed_or_missing"
    | "killed_or_wounded"
    | "killed_wounded_captured_or_missing"
    | "killed_wounded_or_captured"
    | "killed_wounded_or_missing"
    | "missing"
    | "sick"
    | "surrendered"
    | "wounded"
    | "wounded_or_captured"
    | "wounded_or_missing"
    | "wounded_or_sick";
  /**
   * Label before the figure: whose it is.
   */
  of?: string;
  /**
   * The figure as a reader sees it.
   */
  text?: string;
  /**
   * Total, part, or one of several estimates, among the side's figures of its kind, if it can be told.
   */
  role?: "estimate" | "part" | "total";
  /**
   * Whose estimate or claim it is, as the page words it.
   */
  by?: string;
  /**
   * True if civilians are counted; the sums of a side leave them out.
   */
  civilians?: boolean;
  /**
   * What sort of thing is counted, if it is known.
   */
  category?: "aircraft" | "animals" | "buildings" | "formations" | "guns" | "other" | "people" | "ships" | "tanks" | "vehicles" | "weapons";
  /**
   * The unit's singular, if the unit is a plural that is known.
   */
  singular?: string;
  /**
   * Where it stands in the page, on request.
   *
   * @minItems 2
   * @maxItems 2
   */
  span?: [number, number];
}
/**
 * One side of the conflict: a column of the infobox.
 */
export interface Side {
  /**
   * `combatantN` and its rows `a` to `d`.
   */
  combatants?: Item[];
  /**
   * `commanderN` and its rows `a` to `d`.
   */
  commanders?: Item[];
  /**
   * `unitsN`.
   */
  units?: Item[];
  /**
   * `strengthN`.
   */
  strength?: Item[];
  /**
   * `polstrengthN`.
   */
  political_support?: Item[];
  /**
   * `milstrengthN`.
   */
  military_support?: Item[];
  /**
   * `casualtiesN`.
   */
  casualties?: Item[];
  /**
   * People in `strength`.
   */
  people?: Sum;
  /**
   * People in `casualties`.
   */
  losses?: Losses;
}
/**
 * What figures of one kind come to. Civilians, things and animals do not count.
 */
export interface Sum {
  /**
   * At least so many; left out if the page does not bound it.
   */
  low?: number;
  /**
   * At most so many; left out if the page does not bound it.
   */
  high?: number;
  /**
   * True if one of the figures is not exact.
   */
  about?: boolean;
  /**
   * How many rival estimates `low` and `high` span, if there are several.
   */
  estimates?: number;
  /**
   * Paths in the side of the figures on which it rests.
   */
  figures?: string[];
}
/**
 * What the people of a side lost, as sums that follow from its figures; one that cannot be told is left out.
 */
export interface Losses {
  /**
   * The dead.
   */
  killed?: Sum;
  /**
   * The wounded.
   */
  wounded?: Sum;
  /**
   * The missing.
   */
  missing?: Sum;
  /**
   * Those who were captured or surrendered.
   */
  captured?: Sum;
  /**
   * All losses: the page's total, or what the others come to; `high` is left out where those say nothing of killed or of wounded.
   */
  total?: Sum;
}
/**
 * One thing that is wrong with the infobox, as reported by `infobox check`.
 */
export interface RecordedFinding {
  /**
   * The rule's code.
   */
  code?: string;
  /**
   * The rule's name.
   */
  rule?: string;
  /**
   * How bad it is.
   */
  severity?: "error" | "info" | "warning";
  /**
   * True if no reader sees a difference.
   */
  cosmetic?: boolean;
  /**
   * Parameter as the page writes it.
   */
  parameter?: string;
  /**
   * Half-open range of Unicode code points in the page's wikitext.
   *
   * @minItems 2
   * @maxItems 2
   */
  span?: [number, number];
  /**
   * Line of the page's wikitext, from 1.
   */
  line?: number;
  /**
   * Column of that line, from 1.
   */
  column?: number;
  /**
   * The page's words there, the first 200 characters.
   */
  text?: string;
  /**
   * What to do, in one line.
   */
  message?: string;
}
