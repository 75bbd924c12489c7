//! Counts over time as columns of blocks, for a terminal.

use super::amount;
use super::theme::{Meaning, Theme};

/// How many lines the highest column takes.
const LINES: u64 = 6;

/// The parts that a line can be filled to, in eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

const INDENT: usize = 2;

/// How many columns there is room for beside the scale of counts up to `most`.
pub fn room(most: u64, width: usize) -> usize {
    width.saturating_sub(INDENT + amount::count(most).len() + 2)
}

/// The columns with a scale on their left, and under them what their beginning and their end are called.
pub fn draw(counts: &[u64], begins: &str, ends: &str, theme: Theme) -> Vec<String> {
    let most = counts.iter().copied().max().unwrap_or_default();
    let scale = amount::count(most).len();
    let mut lines: Vec<String> = (0..LINES)
        .rev()
        .map(|line| {
            let label = if line + 1 == LINES { amount::count(most) } else { String::new() };
            let mut text = format!("{:INDENT$}{label:>scale$} ", "");
            theme.paint(Meaning::Dim, "│", &mut text);
            let blocks: String = counts.iter().map(|count| block(*count, most, line)).collect();
            theme.paint(Meaning::Id, blocks.trim_end(), &mut text);
            text
        })
        .collect();
    let mut axis = format!("{:INDENT$}{:>scale$} ", "", 0);
    theme.paint(Meaning::Dim, &format!("└{}", "─".repeat(counts.len())), &mut axis);
    lines.push(axis);
    lines.push(captions(begins, ends, INDENT + scale + 2, counts.len(), theme));
    lines
}

/// What a column shows in one of the lines, counted from the lowest.
fn block(count: u64, most: u64, line: u64) -> char {
    let height = u128::from(count) * u128::from(LINES * 8);
    // The smallest count is still seen.
    let height = height.div_ceil(u128::from(most.max(1)));
    let here = height.saturating_sub(u128::from(line * 8)).min(8);
    usize::try_from(here).ok().and_then(|eighths| EIGHTHS.get(eighths)).copied().unwrap_or(' ')
}

/// The beginning under the first column, the end under the last where there is room for both.
fn captions(begins: &str, ends: &str, indent: usize, columns: usize, theme: Theme) -> String {
    let gap = columns.checked_sub(begins.chars().count() + ends.chars().count());
    let text = match gap {
        Some(gap) if gap > 0 => format!("{begins}{:gap$}{ends}", ""),
        _ => format!("{begins} .. {ends}"),
    };
    let mut line = " ".repeat(indent);
    theme.paint(Meaning::Dim, &text, &mut line);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_grow_with_their_counts_and_the_smallest_is_still_seen() {
        let drawn = draw(&[1200, 600, 0, 1, 300, 1200], "a", "b", Theme::Plain);
        assert_eq!(
            drawn,
            [
                "  1,200 │█    █",
                "        │█    █",
                "        │█    █",
                "        │██   █",
                "        │██  ▄█",
                "        │██ ▁██",
                "      0 └──────",
                "         a    b",
            ]
        );
    }

    #[test]
    fn captions_that_are_longer_than_the_columns_stand_side_by_side() {
        assert_eq!(draw(&[1], "09:30", "09:34", Theme::Plain)[7], "     09:30 .. 09:34");
        assert_eq!(room(1200, 80), 71);
        assert_eq!(room(u64::MAX, 10), 0);
    }
}
