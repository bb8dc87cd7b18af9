//! How large a document may be. A story of 20,000 words with tables and notes uses a tenth of any of these.

/// Nodes (blocks, list items, rows, cells, inlines) in one document.
pub const MAX_NODES: usize = 100_000;
/// Bytes of UTF-8 in all texts and attributes of one document.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// How deep blocks may stand inside one another: a list in a list is 2.
pub const MAX_DEPTH: usize = 12;
/// Marks on one text.
pub const MAX_MARKS: usize = 16;
/// Bytes of UTF-8 in one attribute: a caption, an address.
pub const MAX_ATTRIBUTE: usize = 8 * 1024;
/// Bytes of UTF-8 in the reference of a ledger mark.
pub const MAX_REF: usize = 200;
/// Cells in one row, and columns one cell may span.
pub const MAX_COLUMNS: usize = 64;
/// Rows in one table, and rows one cell may span.
pub const MAX_ROWS: usize = 2_000;
/// Largest first number of an ordered list: nine digits, as in CommonMark.
pub const MAX_START: u32 = 999_999_999;
