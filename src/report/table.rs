//! Columns that line up, whatever stands in them: Korean is two columns wide, colours none.

use super::theme::{Meaning, Theme};
use super::width::{self, Align};

/// One field of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    text: String,
    meaning: Meaning,
}

impl Cell {
    /// A field with ordinary text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), meaning: Meaning::Plain }
    }

    /// The same field with a meaning.
    #[must_use]
    pub fn meaning(mut self, meaning: Meaning) -> Self {
        self.meaning = meaning;
        self
    }
}

/// How long a column stays when the terminal is narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// It goes first, the lower rank before the higher.
    IfRoom(u8),
    /// It stays.
    Always,
}

/// A column's heading and behaviour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    heading: String,
    align: Align,
    keep: Keep,
}

impl Column {
    /// A column.
    pub fn new(heading: impl Into<String>, align: Align, keep: Keep) -> Self {
        Self { heading: heading.into(), align, keep }
    }
}

/// Rows under headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// What stands before each line.
const INDENT: &str = "  ";

/// Between two columns, where there is room and where there is less.
const GAPS: [&str; 2] = ["   ", "  "];

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row; a missing field is empty, a surplus one is not shown.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row: Vec<Cell> = cells.into_iter().collect();
        row.resize(self.columns.len(), Cell::new(""));
        self.rows.push(row);
    }

    /// The lines of the table, in at most `width` columns as long as those that must stay fit.
    pub fn lines(&self, width: usize, theme: Theme) -> Vec<String> {
        let widths: Vec<usize> = (0..self.columns.len()).map(|column| self.column_width(column)).collect();
        let (shown, gap) = self.fit(&widths, width);
        let headings =
            self.columns.iter().map(|column| Cell { text: column.heading.clone(), meaning: Meaning::Dim });
        let headings: Vec<Cell> = headings.collect();
        let line = |row: &Vec<Cell>| self.line(row, &shown, &widths, gap, theme);
        std::iter::once(&headings).chain(&self.rows).map(line).collect()
    }

    fn column_width(&self, column: usize) -> usize {
        let fields = self.rows.iter().map(|row| width::of(&row[column].text));
        fields.chain([width::of(&self.columns[column].heading)]).max().unwrap_or_default()
    }

    /// The columns to show, and the gap between them.
    fn fit(&self, widths: &[usize], width: usize) -> (Vec<usize>, &'static str) {
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        loop {
            let fields: usize = shown.iter().map(|column| widths[*column]).sum();
            let needs = |gap: &&str| INDENT.len() + fields + gap.len() * shown.len().saturating_sub(1);
            if let Some(gap) = GAPS.into_iter().find(|gap| needs(gap) <= width) {
                return (shown, gap);
            }
            let least = shown.iter().copied().min_by_key(|column| self.columns[*column].keep);
            match least.filter(|column| self.columns[*column].keep != Keep::Always) {
                Some(least) => shown.retain(|column| *column != least),
                None => return (shown, GAPS[1]),
            }
        }
    }

    fn line(&self, row: &[Cell], shown: &[usize], widths: &[usize], gap: &str, theme: Theme) -> String {
        let mut line = String::from(INDENT);
        for (place, &column) in shown.iter().enumerate() {
            let Cell { text, meaning } = &row[column];
            let blanks = widths[column] - width::of(text);
            let ends_the_line = place + 1 == shown.len();
            let align = self.columns[column].align;
            if align == Align::Right {
                width::blank(blanks, &mut line);
            }
            theme.paint(*meaning, text, &mut line);
            if align == Align::Left && !ends_the_line {
                width::blank(blanks, &mut line);
            }
            if !ends_the_line {
                line.push_str(gap);
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new([
            Column::new("order", Align::Left, Keep::Always),
            Column::new("method", Align::Left, Keep::IfRoom(0)),
            Column::new("amount", Align::Right, Keep::Always),
            Column::new("note", Align::Left, Keep::IfRoom(1)),
        ]);
        table.row(["a-1", "카드", "50,000", "re-sent"].map(Cell::new));
        table.row(["a-22", "가상계좌", "900"].map(Cell::new));
        table
    }

    #[test]
    fn korean_and_latin_fields_line_up() {
        assert_eq!(
            table().lines(80, Theme::Plain),
            [
                "  order   method     amount   note",
                "  a-1     카드       50,000   re-sent",
                "  a-22    가상계좌      900",
            ]
        );
    }

    #[test]
    fn a_narrow_terminal_loses_gaps_and_then_columns_but_never_those_that_must_stay() {
        assert_eq!(table().lines(34, Theme::Plain)[0], "  order  method    amount  note");
        assert_eq!(table().lines(26, Theme::Plain)[1], "  a-1     50,000   re-sent");
        assert_eq!(table().lines(1, Theme::Plain)[1], "  a-1    50,000");
    }

    #[test]
    fn paint_does_not_move_what_stands_behind_it() {
        let mut table = table();
        table.row([Cell::new("b").meaning(Meaning::Accepted), Cell::new("x")]);
        assert_eq!(table.lines(80, Theme::Colored)[3], "  \u{1b}[32mb\u{1b}[0m       x");
    }
}
