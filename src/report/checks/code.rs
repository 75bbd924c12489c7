//! Lines of code under the sentence that they belong to, each behind its framework's name.

use crate::activity::Framework;
use crate::report::line::{Line, gap};
use crate::report::theme::Meaning;
use crate::report::width::{self, Align};
use crate::report::{Language, Screen};

/// Puts them at this column.
pub(super) fn code(
    lines: impl Iterator<Item = (Framework, &'static str)> + Clone,
    column: usize,
    language: Language,
    screen: Screen,
    out: &mut Vec<u8>,
) {
    let widths = lines.clone().map(|(framework, _)| width::of(language.framework(framework)));
    let widest = widths.max().unwrap_or(0);
    for (framework, code) in lines {
        let mut line = Line::new(screen, column + widest + gap(screen));
        line.space(column);
        line.cell(Meaning::Dim, language.framework(framework), widest, Align::Left);
        line.words(Meaning::Command, code);
        line.end(out);
    }
}
