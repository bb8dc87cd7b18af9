//! Tables.

use super::{Builder, attribute, children, name};
use courant_news::body::limits::{MAX_COLUMNS, MAX_ROWS};
use courant_news::body::{Block, Cell, Row};
use markup5ever_rcdom::Handle;

impl Builder {
    /// A table of its rows, wherever they stand in it; nothing when there is no cell.
    pub(super) fn table(&mut self, node: &Handle) -> Option<Block> {
        let mut rows = Vec::new();
        for part in children(node) {
            match name(&part) {
                "thead" | "tbody" | "tfoot" => rows.extend(children(&part).into_iter().filter(|row| name(row) == "tr")),
                "tr" => rows.push(part),
                _ => {}
            }
        }
        let rows: Vec<Row> = rows.iter().map(|row| self.row(row)).filter(|row| !row.0.is_empty()).collect();
        (!rows.is_empty()).then_some(Block::Table(rows))
    }

    fn row(&mut self, node: &Handle) -> Row {
        let cells = children(node).into_iter().filter(|cell| matches!(name(cell), "td" | "th"));
        Row(cells.map(|cell| self.cell(&cell)).collect())
    }

    fn cell(&mut self, node: &Handle) -> Cell {
        let mut paragraphs: Vec<_> = self
            .paragraphs(node, &[])
            .into_iter()
            .filter_map(|block| match block {
                Block::Paragraph(content) => Some(content),
                _ => None,
            })
            .collect();
        if paragraphs.is_empty() {
            paragraphs.push(Vec::new());
        }
        Cell { header: name(node) == "th", colspan: span(node, "colspan", MAX_COLUMNS), rowspan: span(node, "rowspan", MAX_ROWS), paragraphs }
    }
}

/// A span as HTML reads it: at least 1, cut at the limit.
fn span(node: &Handle, attribute_name: &str, most: usize) -> u16 {
    let number = attribute(node, attribute_name).and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
    u16::try_from(number.clamp(1, most)).unwrap_or(1)
}
